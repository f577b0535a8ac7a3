package io.reprise.language.dragonhatchling;

import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.model.Differentiable;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The Transformer that the Dragon Hatchling is compared with: a decoder in the manner of GPT-2 (Radford et al. 2019), with
 * layer normalisation before each block, learned positions, and a perceptron of four times the width.
 *
 * <pre>
 *   x = wte[tokens] + wpe[0..T-1]
 *   in each layer   x = x + softmax(Q K^T / sqrt(D / H), causal) V W + b,   Q, K, V = LN(x) C + c by head
 *                   x = x + gelu(LN(x) F + f) P + p
 *   logits = LN(x) lm_head
 * </pre>
 * Symbols: T times, V tokens, D width, H heads. {@code wte.weight [V,D]}, {@code wpe.weight [T,D]}, and in each layer {@code attn.c_attn [D,3D]}, {@code attn.c_proj [D,D]}, {@code mlp.c_fc [D,4D]},
 * {@code mlp.c_proj [4D,D]} with biases; {@code lm_head [D,V]}, not tied to the embedding. Weights start normal with deviation 0.02, biases at 0,
 * gains at 1. Parameters: {@code 2 V D + T D + layers (12 D² + 13 D) + 2 D}.
 */
final class Gpt implements Differentiable {
    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;

    private final GptSettings settings;
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();

    /**
     * A model with fresh parameters.
     *
     * @param vocabulary V
     * @param context T, the longest text that it can be applied to
     */
    Gpt(GptSettings settings, int vocabulary, int context, RunContext run) {
        this.settings = settings;
        int d = settings.width();
        weight(run, "wte", vocabulary, d);
        weight(run, "wpe", context, d);
        for (int l = 0; l < settings.layers(); l++) {
            String h = "h." + l + ".";
            norm(run, h + "ln_1", d);
            linear(run, h + "attn.c_attn", d, 3 * d);
            linear(run, h + "attn.c_proj", d, d);
            norm(run, h + "ln_2", d);
            linear(run, h + "mlp.c_fc", d, 4 * d);
            linear(run, h + "mlp.c_proj", 4 * d, d);
        }
        norm(run, "ln_f", d);
        weight(run, "lm_head", d, vocabulary);
    }

    private void weight(RunContext run, String name, int rows, int columns) {
        Tensor tensor = run.tensors().zeros(rows, columns);
        run.random().split(name).fillNormal(tensor, 0, DEVIATION);
        parameters.put(name + ".weight", tensor);
    }

    private void linear(RunContext run, String name, int in, int out) {
        weight(run, name, in, out);
        parameters.put(name + ".bias", run.tensors().zeros(out));
    }

    private void norm(RunContext run, String name, int width) {
        Tensor gain = run.tensors().zeros(width);
        gain.fill(1);
        parameters.put(name + ".weight", gain);
        parameters.put(name + ".bias", run.tensors().zeros(width));
    }

    @Override
    public Batch apply(Ops f, Batch input) {
        return Batch.of(NextToken.LOGITS, logits(f, input.tensor(NextToken.TOKENS), x -> x));
    }

    @Override
    public Tensor loss(Ops f, Batch batch, RandomSource random) {
        UnaryOperator<Tensor> dropout =
                settings.dropout() == 0 ? x -> x : x -> f.dropout(x, settings.dropout(), random);
        Tensor logits = logits(f, batch.tensor(NextToken.TOKENS), dropout);
        return f.crossEntropy(logits, batch.tensor(NextToken.TARGETS));
    }

    private Tensor logits(Ops f, Tensor tokens, UnaryOperator<Tensor> dropout) {
        int length = tokens.shape().size(1);
        Tensor position = f.slice(parameters.get("wpe.weight"), 0, 0, length);
        Tensor x = dropout.apply(f.add(f.embedding(parameters.get("wte.weight"), tokens), position));
        for (int l = 0; l < settings.layers(); l++) {
            String h = "h." + l + ".";
            x = f.add(x, dropout.apply(attend(f, h + "attn.", norm(f, h + "ln_1", x))));
            x = f.add(x, dropout.apply(perceptron(f, h + "mlp.", norm(f, h + "ln_2", x))));
        }
        return f.linear(norm(f, "ln_f", x), parameters.get("lm_head.weight"), null);
    }

    private Tensor attend(Ops f, String name, Tensor x) {
        int d = settings.width();
        Tensor qkv = linear(f, name + "c_attn", x);
        Tensor attended = f.attention(head(f, qkv, 0), head(f, qkv, d), head(f, qkv, 2 * d), true);
        Tensor joined = f.reshape(f.permute(attended, 0, 2, 1, 3), x.shape().toArray());
        return linear(f, name + "c_proj", joined);
    }

    /** The columns from {@code from} of {@code [B,T,3D]} as {@code [B,H,T,D/H]}. */
    private Tensor head(Ops f, Tensor qkv, int from) {
        int d = settings.width();
        Tensor part = f.slice(qkv, 2, from, from + d);
        Tensor split =
                f.reshape(part, qkv.shape().size(0), qkv.shape().size(1), settings.heads(), d / settings.heads());
        return f.permute(split, 0, 2, 1, 3);
    }

    private Tensor perceptron(Ops f, String name, Tensor x) {
        return linear(f, name + "c_proj", f.gelu(linear(f, name + "c_fc", x)));
    }

    private Tensor linear(Ops f, String name, Tensor x) {
        return f.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    private Tensor norm(Ops f, String name, Tensor x) {
        return f.layerNorm(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"), EPSILON);
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
