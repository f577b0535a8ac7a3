package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Schema;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says how low a loss can get on {@code markov-bytes}. */
@Component
@Plugin(kind = Kind.EVALUATOR, name = "entropy-floor", summary = "The least possible loss on markov-bytes")
public final class EntropyFloor implements EvaluatorFactory<EntropyFloor.Settings> {
    /** No settings. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(Set.of(), MarkovBytes.Chain.class, Schema.EMPTY, Schema.EMPTY);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) ->
                Report.of(Metric.of("entropy.floor", ((MarkovBytes.Chain) data).entropyRate(), "nats/byte"));
    }
}
