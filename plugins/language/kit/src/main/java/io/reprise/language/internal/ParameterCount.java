package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Parametric;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Tensor;
import org.osgi.service.component.annotations.Component;

/** Counts a model's parameters. */
@Component
@Plugin(kind = Kind.EVALUATOR, name = "parameters", summary = "The number of trainable parameters")
public final class ParameterCount implements EvaluatorFactory<ParameterCount.Settings> {
    /** No settings. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Parametric.class);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> Report.of(Metric.of("parameters", count((Parametric) model)));
    }

    private static double count(Parametric model) {
        return model.parameters().values().stream()
                .mapToDouble(Tensor::elements)
                .sum();
    }
}
