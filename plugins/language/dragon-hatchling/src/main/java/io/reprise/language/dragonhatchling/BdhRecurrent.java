package io.reprise.language.dragonhatchling;

import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.model.Parametric;
import io.reprise.model.Sequential;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;

/**
 * The Dragon Hatchling as a state-space model: reads a text token by token and keeps nothing of it but the strength of its
 * synapses, so memory does not grow with the text, nor does the time for a token. The same parameters and, up to rounding, the
 * same logits as {@link Bdh}, from whose checkpoints it can be restored.
 */
final class BdhRecurrent implements Sequential, Parametric {
    private final Bdh bdh;

    BdhRecurrent(Bdh bdh) {
        this.bdh = bdh;
    }

    @Override
    public Batch apply(Ops f, Batch input) {
        Tensor tokens = input.tensor(NextToken.TOKENS);
        int batch = tokens.shape().size(0);
        int length = tokens.shape().size(1);
        int vocabulary = parameters().get("lm_head").shape().size(1);
        Tensor byTime = f.reshape(f.transpose(tokens), length, batch, 1);
        Tensor logits = f.scope().zeros(length, batch, vocabulary);
        try (TensorScope carried = f.scope().open()) {
            Map<String, Tensor> state = start(carried, batch);
            for (int t = 0; t < length; t++) {
                try (TensorScope now = carried.open()) {
                    Batch token = Batch.of(NextToken.TOKENS, byTime.rows(t, 1).reshape(batch, 1));
                    logits.rows(t, 1).set(step(now.ops(), token, state).tensor(NextToken.LOGITS));
                }
            }
        }
        return Batch.of(NextToken.LOGITS, f.permute(logits, 1, 0, 2));
    }

    @Override
    public Map<String, Tensor> start(TensorScope scope, int batch) {
        return bdh.start(scope, batch);
    }

    @Override
    public Batch step(Ops f, Batch input, Map<String, Tensor> state) {
        return bdh.step(f, input, state);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return bdh.parameters();
    }

    @Override
    public Map<String, Tensor> state() {
        return bdh.state();
    }
}
