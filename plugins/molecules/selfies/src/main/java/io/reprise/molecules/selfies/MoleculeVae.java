package io.reprise.molecules.selfies;

import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.model.Differentiable;
import io.reprise.model.Generative;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.RecurrentOps;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paper's generative model: a variational autoencoder of strings of symbols, the same for SELFIES and for SMILES. Each molecule
 * has a latent point, and each latent point a string; new molecules are the strings of random points.
 *
 * <pre>
 *   x  = one-hot(tokens)                                   [B,L V]
 *   h  = relu(relu(relu(x W1 + b1) W2 + b2) W3 + b3)       [B,25]
 *   mu = h M + m,   log s² = h S + s                       [B,D]
 *   z  = mu + s e,   e normal                              [B,D]
 *   o  = GRU(z, z, ..., z)                                 [L,B,H]   the same point at every step, from a hidden state of zeros
 *   logits = o F + f                                       [B,L,V]
 *   loss = cross-entropy(logits, tokens) + KLD_alpha (-1/2) mean(1 + log s² - mu² - s²)
 * </pre>
 * Symbols: B molecules, L places of a string, V symbols with the padding, D numbers of a latent point, H units. Cross-entropy and divergence are means over all
 * their elements. Source: {@code original_code_from_paper/vae} of the authors' library; the parameters have the names of its
 * {@code chemistry_vae.py}, the matrices transposed. Weights and biases start uniform within 1 / sqrt(inputs), those of the GRU within
 * 1 / sqrt(H), as PyTorch's.
 */
final class MoleculeVae implements Differentiable, Generative {
    private static final int GATES = 3;
    private static final String DECODER = "decode_";

    private final VaeSettings settings;
    private final int length;
    private final int vocabulary;
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    /**
     * A model with fresh parameters.
     *
     * @param length L
     * @param vocabulary V
     */
    MoleculeVae(VaeSettings settings, int length, int vocabulary, RunContext run) {
        this.settings = settings;
        this.length = length;
        this.vocabulary = vocabulary;
        linear(run, "encode_nn.0", length * vocabulary, settings.layer1());
        linear(run, "encode_nn.2", settings.layer1(), settings.layer2());
        linear(run, "encode_nn.4", settings.layer2(), settings.layer3());
        linear(run, "encode_mu", settings.layer3(), settings.latent());
        linear(run, "encode_log_var", settings.layer3(), settings.latent());
        int h = settings.recurrent();
        uniform(run, DECODER + "RNN.weight_ih_l0", h, settings.latent(), GATES * h);
        uniform(run, DECODER + "RNN.weight_hh_l0", h, h, GATES * h);
        uniform(run, DECODER + "RNN.bias_ih_l0", h, GATES * h);
        uniform(run, DECODER + "RNN.bias_hh_l0", h, GATES * h);
        linear(run, DECODER + "FC.0", h, vocabulary);
    }

    private void linear(RunContext run, String name, int in, int out) {
        uniform(run, name + ".weight", in, in, out);
        uniform(run, name + ".bias", in, out);
    }

    private void uniform(RunContext run, String name, int inputs, int... shape) {
        Tensor tensor = run.tensors().zeros(shape);
        double bound = 1 / Math.sqrt(inputs);
        run.random().split(name).fillUniform(tensor, -bound, bound);
        parameters.put(name, tensor);
    }

    /** Where molecules lie: means and logarithms of variances, {@code [B,D]}. */
    private record Posterior(Tensor mean, Tensor logVariance) {}

    private Posterior encode(Ops f, Tensor tokens) {
        Tensor x = f.reshape(
                f.oneHot(tokens, vocabulary, ElementType.FLOAT), tokens.shape().size(0), length * vocabulary);
        Tensor h = x;
        for (String layer : List.of("encode_nn.0", "encode_nn.2", "encode_nn.4")) {
            h = f.relu(linear(f, layer, h));
        }
        return new Posterior(linear(f, "encode_mu", h), linear(f, "encode_log_var", h));
    }

    /** The logits {@code [B,L,V]} of latent points {@code [B,D]}. */
    Tensor decode(Ops f, Tensor z) {
        int batch = z.shape().size(0);
        Tensor steps = f.broadcastTo(f.expandDims(z, 0), length, batch, settings.latent());
        Tensor hidden = f.recurrent()
                .gru(
                        steps,
                        null,
                        new RecurrentOps.Weights(
                                parameters.get(DECODER + "RNN.weight_ih_l0"),
                                parameters.get(DECODER + "RNN.weight_hh_l0"),
                                parameters.get(DECODER + "RNN.bias_ih_l0"),
                                parameters.get(DECODER + "RNN.bias_hh_l0")))
                .outputs();
        return f.permute(linear(f, DECODER + "FC.0", hidden), 1, 0, 2);
    }

    private Tensor linear(Ops f, String name, Tensor x) {
        return f.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    /** What the model makes of molecules when it goes through the middle of where they lie. */
    @Override
    public Batch apply(Ops f, Batch input) {
        return Batch.of(
                MoleculeStrings.LOGITS,
                decode(f, encode(f, input.tensor(MoleculeStrings.TOKENS)).mean()));
    }

    @Override
    public Tensor loss(Ops f, Batch batch, RandomSource random) {
        Tensor tokens = batch.tensor(MoleculeStrings.TOKENS);
        Posterior q = encode(f, tokens);
        Tensor logits = decode(f, point(f, q, random));
        Tensor divergence = f.scale(
                f.mean(f.subtract(
                        f.subtract(f.offset(q.logVariance(), 1), f.square(q.mean())), f.exp(q.logVariance()))),
                -0.5);
        return f.add(f.crossEntropy(logits, tokens), f.scale(divergence, settings.divergenceWeight()));
    }

    private static Tensor point(Ops f, Posterior q, RandomSource random) {
        Tensor noise = f.scope().zeros(q.mean().shape().toArray());
        random.fillNormal(noise, 0, 1);
        return f.multiplyAdd(f.exp(f.scale(q.logVariance(), 0.5)), noise, q.mean());
    }

    /** New molecules at random points; where molecules are given, at random points of where these lie, in turn. */
    @Override
    public Batch generate(Ops f, Batch condition, int count, RandomSource random) {
        Tensor z;
        if (condition.tensorNames().contains(MoleculeStrings.TOKENS)) {
            Tensor given = condition.tensor(MoleculeStrings.TOKENS);
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = i % given.shape().size(0);
            }
            Tensor tokens = f.indexSelect(given, 0, f.scope().of(rows, count));
            z = point(f, encode(f, tokens), random.split("point"));
        } else {
            z = f.scope().zeros(count, settings.latent());
            random.split("point").fillNormal(z, 0, 1);
        }
        Tensor logits = decode(f, z);
        if (settings.choice() == VaeSettings.Choice.MOST_LIKELY) {
            return Batch.of(MoleculeStrings.TOKENS, f.argmax(logits, 2));
        }
        Tensor tokens = f.scope().zeros(ElementType.INT, Shape.of(count, length));
        random.split("symbols").fillCategorical(tokens, logits, true);
        return Batch.of(MoleculeStrings.TOKENS, tokens);
    }

    /** D. */
    int latent() {
        return settings.latent();
    }

    /** The decoder's part of the parameters. */
    List<Tensor> decoder() {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith(DECODER))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Map<String, Tensor> state() {
        return parameters();
    }
}
