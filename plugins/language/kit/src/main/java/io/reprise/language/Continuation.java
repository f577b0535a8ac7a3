package io.reprise.language;

import io.reprise.data.Batch;
import io.reprise.model.Model;
import io.reprise.model.Sequential;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import java.util.Map;

/**
 * Continues a sequence of tokens with a next-token model: step by step where the model carries state, else by applying it
 * again to all tokens so far, or as many as fit.
 *
 * @param model gives {@code logits}
 * @param context the most tokens that the model is applied to, where it carries no state
 * @param sampling how each token is chosen
 */
public record Continuation(Model model, int context, Sampling sampling) {
    /**
     * The prompt and as many more tokens as asked for.
     *
     * @param scope what is needed on the way is in children of it that are closed again
     * @param prompt at least one token
     */
    public int[] of(TensorScope scope, int[] prompt, int count, RandomSource random) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt has at least one token");
        }
        int[] tokens = Arrays.copyOf(prompt, prompt.length + count);
        if (model instanceof Sequential sequential) {
            stream(sequential, scope, tokens, prompt.length, random);
        } else {
            reapply(scope, tokens, prompt.length, random);
        }
        return tokens;
    }

    private void stream(Sequential sequential, TensorScope scope, int[] tokens, int known, RandomSource random) {
        try (TensorScope carried = scope.open()) {
            Map<String, Tensor> state = sequential.start(carried, 1);
            for (int t = 0; t + 1 < tokens.length; t++) {
                try (TensorScope step = scope.open()) {
                    Batch input = Batch.of(NextToken.TOKENS, step.of(new int[] {tokens[t]}, 1, 1));
                    Tensor logits = sequential.step(step.ops(), input, state).tensor(NextToken.LOGITS);
                    if (t + 1 >= known) {
                        tokens[t + 1] = sampling.next(logits.toFloats(), random);
                    }
                }
            }
        }
    }

    private void reapply(TensorScope scope, int[] tokens, int known, RandomSource random) {
        for (int t = known; t < tokens.length; t++) {
            try (TensorScope step = scope.open()) {
                int[] seen = Arrays.copyOfRange(tokens, Math.max(0, t - context), t);
                Batch input = Batch.of(NextToken.TOKENS, step.of(seen, 1, seen.length));
                float[] logits =
                        model.apply(step.ops(), input).tensor(NextToken.LOGITS).toFloats();
                int vocabulary = logits.length / seen.length;
                tokens[t] =
                        sampling.next(Arrays.copyOfRange(logits, logits.length - vocabulary, logits.length), random);
            }
        }
    }
}
