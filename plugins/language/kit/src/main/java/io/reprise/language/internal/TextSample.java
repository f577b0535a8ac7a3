package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.language.ByteVocabulary;
import io.reprise.language.Continuation;
import io.reprise.language.NextToken;
import io.reprise.language.Sampling;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.report.Report;
import io.reprise.tensor.TensorScope;
import org.osgi.service.component.annotations.Component;

/** Lets a model write. */
@Component
@Plugin(kind = Kind.EVALUATOR, name = "text-sample", summary = "Text that the model writes on from a prompt")
public final class TextSample implements EvaluatorFactory<TextSample.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "To be or ", description = "the text to go on from")
            String prompt,

            @Setting(value = "200", min = 1, max = 1e6, unit = "bytes", description = "how much to write")
            int length,

            @Setting(value = "1", min = 1e-6, max = 100, description = "divides the scores; lower is more certain")
            double temperature,

            @Setting(
                    value = "3",
                    min = 0,
                    max = 256,
                    description = "how many of the best bytes may be chosen; 0 for all")
            int topK) {
        /** Checks that there is something to go on from. */
        public Settings {
            if (prompt.isEmpty()) {
                throw RepriseException.problem("The prompt is empty")
                        .at("prompt")
                        .expected("at least one character");
            }
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Model.class)
                .withData(Schema.of(Field.parse("tokens: int[B,T] < 256", "bytes")))
                .withOutputs(Schema.of(Field.parse("logits: float[B,T,256]", "score of each possible next byte")));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Sampling sampling = new Sampling(settings.temperature(), settings.topK());
            int[] written = new Continuation(model, window(run, data), sampling)
                    .of(
                            run.tensors(),
                            ByteVocabulary.encode(settings.prompt()),
                            settings.length(),
                            run.random().split("sample"));
            return Report.EMPTY.withText("sample", ByteVocabulary.decode(written));
        };
    }

    private static int window(RunContext run, Dataset data) {
        try (TensorScope scope = run.tensors().open()) {
            return data.split(data.splits().get(0))
                    .read(scope.ops(), 0, 1)
                    .tensor(NextToken.TOKENS)
                    .shape()
                    .size(1);
        }
    }
}
