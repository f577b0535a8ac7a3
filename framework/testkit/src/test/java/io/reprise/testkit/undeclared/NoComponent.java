package io.reprise.testkit.undeclared;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Report;

/** A factory whose author forgot {@code @Component}. */
@Plugin(kind = Kind.EVALUATOR, name = "nothing", summary = "Reports nothing")
public final class NoComponent implements EvaluatorFactory<NoComponent.Settings> {
    /** No settings. */
    public record Settings() {}

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
        return (model, data) -> Report.EMPTY;
    }
}
