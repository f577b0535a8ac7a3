package io.reprise.language;

import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.model.Differentiable;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Sequential;
import io.reprise.model.Signature;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;

/** The smallest next-token model: a row of scores for each token, whatever came before. */
public final class Bigram implements Differentiable, Sequential {
    private final Tensor scores;

    /** A model with these scores, {@code [V,V]}. */
    public Bigram(Tensor scores) {
        this.scores = scores;
    }

    @Override
    public Batch apply(Ops f, Batch input) {
        return Batch.of(NextToken.LOGITS, f.embedding(scores, input.tensor(NextToken.TOKENS)));
    }

    @Override
    public Tensor loss(Ops f, Batch batch, RandomSource random) {
        return f.crossEntropy(f.embedding(scores, batch.tensor(NextToken.TOKENS)), batch.tensor(NextToken.TARGETS));
    }

    @Override
    public Map<String, Tensor> start(TensorScope scope, int batch) {
        return Map.of("read", scope.zeros(1));
    }

    @Override
    public Batch step(Ops f, Batch input, Map<String, Tensor> state) {
        state.get("read").set(state.get("read").item() + 1);
        return apply(f, input);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Map.of("scores", scores);
    }

    @Override
    public Map<String, Tensor> state() {
        return parameters();
    }

    /** Makes bigram models. */
    public static final class Factory implements ModelFactory<Factory.Settings> {
        /** The settings. */
        public record Settings(
                @Setting(value = "0.5", min = 0, description = "deviation of the first scores")
                double deviation) {}

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Class<? extends Model> type() {
            return Bigram.class;
        }

        @Override
        public Signature signature(Settings settings) {
            return NextToken.signature("V");
        }

        @Override
        public Model create(Settings settings, Dimensions dimensions, RunContext run) {
            int vocabulary = dimensions.get("V");
            Tensor scores = run.tensors().zeros(vocabulary, vocabulary);
            run.random().fillNormal(scores, 0, settings.deviation());
            return new Bigram(scores);
        }
    }
}
