package io.reprise.engine.internal.install.samples.alpha;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.engine.internal.install.samples.kit.Words;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import org.osgi.service.component.annotations.Component;

/** A plug-in that needs the kit's classes. */
@Component
@Plugin(kind = Kind.EVALUATOR, name = "alpha-score", summary = "The score of alpha")
public final class AlphaEvaluator implements EvaluatorFactory<AlphaEvaluator.Settings> {
    /** Its settings. */
    public record Settings(
            @Setting(value = "3", min = 1, description = "how often")
            int times) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.NONE;
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        throw new UnsupportedOperationException(Words.word());
    }
}
