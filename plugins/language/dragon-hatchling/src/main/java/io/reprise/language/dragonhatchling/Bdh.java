package io.reprise.language.dragonhatchling;

import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.model.Differentiable;
import io.reprise.model.Probed;
import io.reprise.model.Sequential;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The Dragon Hatchling, BDH-GPU (Kosowski, Uznański, Chorowski, Stamirowska, Bartoszkiewicz 2025, arXiv 2509.26507), as in
 * the authors' {@code bdh.py}.
 *
 * <p>The paper proposes a language model that is a graph of n neurons with sparse, positive activity, which interact
 * locally. Its working memory is not a cache of tokens but the strength of synapses, changed by Hebb's rule while it reads:
 * neurons that fire together wire together. Written with linear attention over the neurons, it trains in parallel like a Transformer.
 *
 * <p>With {@code x = LN(embed[tokens])}, each of L layers, all with the same parameters, does for each head h and time t
 * <pre>
 *   s   = relu(x E_h)                               neurons that the stream excites
 *   a   = LN(sum over u &lt; t of (R_t s_t · R_u s_u) x_u)   what earlier times with like activity wrote to their synapses
 *   g   = relu(a Ev_h)                              neurons that the memory excites
 *   p   = s * g                                     neurons that both excite
 *   x   = LN(x + LN(p Dc))                          all heads back to the stream
 * </pre>
 * and {@code logits = x W}. The same memory as a state that is carried ({@link #step}): {@code a_t = LN(R_t s_t S)}, then
 * {@code S += (R_t s_t)^T x_t}.
 *
 * <p>Symbols: B examples, T times, V tokens, D width, H heads, N neurons a head, n = H N.
 * E = {@code encoder [H,D,N]}, Ev = {@code encoder_v [H,D,N]}, Dc = {@code decoder [n,D]}, {@code embed.weight [V,D]},
 * W = {@code lm_head [D,V]}; R the rotation of {@link RotaryPhases}; LN layer normalisation without gain and bias (so a row
 * of zeros stays zero, as at t = 0, where there is nothing to remember); S {@code [H,B,N,D]} for each layer. No other parameters: 3 m D² + 2 V D with m = n / D.
 */
public final class Bdh implements Differentiable, Sequential, Probed {
    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;
    private static final String POSITION = "position";

    private final BdhSettings settings;
    private final Tensor encoder;
    private final Tensor encoderV;
    private final Tensor decoder;
    private final Tensor embed;
    private final Tensor lmHead;
    private final TensorScope scope;
    private RotaryPhases phases;

    /**
     * A model whose parameters are normal with mean 0 and deviation 0.02.
     *
     * @param vocabulary V
     */
    Bdh(BdhSettings settings, int vocabulary, RunContext run) {
        this(settings, vocabulary, run.tensors());
        parameters().forEach((name, tensor) -> run.random().split(name).fillNormal(tensor, 0, DEVIATION));
    }

    /** A model whose parameters are zero, to be restored. */
    Bdh(BdhSettings settings, int vocabulary, TensorScope scope) {
        this.settings = settings;
        this.scope = scope;
        int h = settings.heads();
        int d = settings.width();
        int n = settings.neuronsPerHead();
        encoder = scope.zeros(h, d, n);
        encoderV = scope.zeros(h, d, n);
        decoder = scope.zeros(h * n, d);
        lmHead = scope.zeros(d, vocabulary);
        embed = scope.zeros(vocabulary, d);
        phases = RotaryPhases.at(scope, 0, 64, n);
    }

    /** The sizes. */
    BdhSettings settings() {
        return settings;
    }

    /** E, {@code [H,D,N]}. */
    Tensor encoder() {
        return encoder;
    }

    /** Dc, {@code [n,D]}. */
    Tensor decoder() {
        return decoder;
    }

    @Override
    public Batch apply(Ops f, Batch input) {
        return Batch.of(NextToken.LOGITS, logits(f, input.tensor(NextToken.TOKENS), p -> p, (name, tensor) -> {}));
    }

    @Override
    public Tensor loss(Ops f, Batch batch, RandomSource random) {
        UnaryOperator<Tensor> dropout =
                settings.dropout() == 0 ? p -> p : p -> f.dropout(p, settings.dropout(), random);
        Tensor logits = logits(f, batch.tensor(NextToken.TOKENS), dropout, (name, tensor) -> {});
        return f.crossEntropy(logits, batch.tensor(NextToken.TARGETS));
    }

    private Tensor logits(Ops f, Tensor tokens, UnaryOperator<Tensor> dropout, BiConsumer<String, Tensor> probe) {
        int batch = tokens.shape().size(0);
        int length = tokens.shape().size(1);
        int h = settings.heads();
        int n = settings.neuronsPerHead();
        int d = settings.width();
        RotaryPhases r = phases(length);
        Tensor x = embedded(f, tokens);
        for (int l = 0; l < settings.layers(); l++) {
            Tensor s = excited(f, x, encoder);
            Tensor q = f.rotatePairs(f.reshape(s, h, batch, length, n), r.cos(), r.sin());
            Tensor v = f.reshape(x, 1, batch, length, d);
            Tensor a = norm(f, f.strictlyCausalLinearAttention(q, q, v));
            Tensor g = excited(f, f.reshape(a, h, batch * length, d), encoderV);
            Tensor p = f.multiply(s, g);
            probe.accept(probeName(l, "s"), s);
            probe.accept(probeName(l, "g"), g);
            probe.accept(probeName(l, "p"), p);
            x = residual(f, x, dropout.apply(p));
        }
        return f.reshape(f.matmul(x, lmHead), batch, length, -1);
    }

    /** {@code x = LN(embed[tokens])}, {@code [B T,D]}: one stream that all heads see. */
    private Tensor embedded(Ops f, Tensor tokens) {
        return norm(f, f.reshape(f.embedding(embed, tokens), -1, settings.width()));
    }

    /** {@code relu(x E_h)} of each head, {@code [H,B T,N]}: heads come first, so that each is one matrix product. */
    private static Tensor excited(Ops f, Tensor x, Tensor weights) {
        return f.matmulRelu(x, weights);
    }

    /** {@code LN(x + LN(p Dc))}: the product by head, {@code [H,B T,N] x [H,N,D]}, summed over heads. */
    private Tensor residual(Ops f, Tensor x, Tensor p) {
        Tensor byHead = f.reshape(decoder, settings.heads(), settings.neuronsPerHead(), settings.width());
        Tensor y = norm(f, f.matmulSum(p, byHead));
        return norm(f, f.add(x, y));
    }

    private static Tensor norm(Ops f, Tensor x) {
        return f.layerNorm(x, null, null, EPSILON);
    }

    /** The rotations at the first positions; computed once for the longest text so far. */
    private RotaryPhases phases(int length) {
        if (length > phases.count()) {
            phases = RotaryPhases.at(scope, 0, Math.max(length, 2 * phases.count()), settings.neuronsPerHead());
        }
        return phases.first(length);
    }

    // --- the recurrent form ---

    /** The synapses of each layer, {@code layerL.synapses [H,B,N,D]}, and the number of tokens read, {@code position [1]}. */
    @Override
    public Map<String, Tensor> start(TensorScope owner, int batch) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int l = 0; l < settings.layers(); l++) {
            state.put(synapses(l), owner.zeros(settings.heads(), batch, settings.neuronsPerHead(), settings.width()));
        }
        state.put(POSITION, owner.zeros(ElementType.LONG, Shape.of(1)));
        return state;
    }

    @Override
    public Batch step(Ops f, Batch input, Map<String, Tensor> state) {
        Tensor tokens = input.tensor(NextToken.TOKENS);
        int batch = tokens.shape().size(0);
        int h = settings.heads();
        int n = settings.neuronsPerHead();
        int d = settings.width();
        Tensor position = state.get(POSITION);
        long t = position.toLongs()[0];
        RotaryPhases r = RotaryPhases.at(f.scope(), t, 1, n);
        Tensor x = embedded(f, tokens);
        for (int l = 0; l < settings.layers(); l++) {
            Tensor synapses = state.get(synapses(l));
            Tensor s = excited(f, x, encoder);
            Tensor q = f.rotatePairs(f.reshape(s, h, batch, 1, n), r.cos(), r.sin());
            Tensor a = norm(f, f.matmul(q, synapses));
            synapses.set(f.add(synapses, f.matmul(q, f.reshape(x, 1, batch, 1, d), true, false)));
            Tensor g = excited(f, f.reshape(a, h, batch, d), encoderV);
            x = residual(f, x, f.multiply(s, g));
        }
        position.set((double) (t + 1));
        return Batch.of(NextToken.LOGITS, f.reshape(f.matmul(x, lmHead), batch, 1, -1));
    }

    private static String synapses(int layer) {
        return "layer" + layer + ".synapses";
    }

    // --- activations ---

    /** The name of an activation, {@code [B,H,T,N]}: s, g or p of a layer. */
    static String probeName(int layer, String symbol) {
        return "layer" + layer + "." + symbol;
    }

    /** {@code layerL.s}, {@code layerL.g} and {@code layerL.p}, each {@code [B,H,T,N]}. */
    @Override
    public List<String> probes() {
        List<String> names = new ArrayList<>();
        for (int l = 0; l < settings.layers(); l++) {
            for (String symbol : List.of("s", "g", "p")) {
                names.add(probeName(l, symbol));
            }
        }
        return names;
    }

    @Override
    public Map<String, Tensor> activations(Ops f, Batch input, Set<String> probes) {
        Tensor tokens = input.tensor(NextToken.TOKENS);
        int batch = tokens.shape().size(0);
        int length = tokens.shape().size(1);
        Map<String, Tensor> seen = new LinkedHashMap<>();
        logits(f, tokens, p -> p, (name, tensor) -> {
            if (probes.contains(name)) {
                Tensor byHead = f.reshape(tensor, settings.heads(), batch, length, settings.neuronsPerHead());
                seen.put(name, f.permute(byHead, 1, 0, 2, 3));
            }
        });
        return seen;
    }

    // --- parameters, named as in bdh.py ---

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        named.put("encoder", encoder);
        named.put("encoder_v", encoderV);
        named.put("decoder", decoder);
        named.put("lm_head", lmHead);
        named.put("embed.weight", embed);
        return named;
    }

    @Override
    public Map<String, Tensor> state() {
        return parameters();
    }
}
