package io.reprise.testkit;

import io.reprise.data.DatasetFactory;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.ModelFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of evaluators. A subclass names a model (unless the evaluator measures data alone) and a dataset:
 *
 * <pre>{@code
 * class ActivityContract extends EvaluatorContract<ActivitySettings> {
 *     ActivityContract() {
 *         super(new ActivityFactory(), "batches: 2");
 *         model(new BdhFactory(), "layers: 1, width: 8, heads: 2, expansion: 4");
 *         data(new MarkovFactory(), "window: 8");
 *     }
 * }
 * }</pre>
 *
 * @param <S> the record of settings
 */
public abstract non-sealed class EvaluatorContract<S extends Record> extends PluginContract<S> {
    private static final Pattern METRIC = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
    private static final Pattern FILE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final EvaluatorFactory<S> factory;
    private final Composed composed = new Composed();

    /**
     * The contract of a factory's evaluators.
     *
     * @param settings texts of settings to check it with, as between the braces of a pipeline; none for the defaults
     */
    protected EvaluatorContract(EvaluatorFactory<S> factory, String... settings) {
        super(factory, factory.settings(), settings);
        this.factory = factory;
    }

    /** Names the model that is measured; for the constructor of a subclass. */
    protected final <M extends Record> void model(ModelFactory<M> modelFactory, String settings) {
        composed.model(modelFactory, settings);
    }

    /** Names the dataset that is measured on; for the constructor of a subclass. */
    protected final <D extends Record> void data(DatasetFactory<D> datasetFactory, String settings) {
        composed.data(datasetFactory, settings);
    }

    /** The requirements depend on the settings alone, and this contract's model and dataset meet them. */
    @Test
    void saysWhatItRequires() throws Exception {
        each((run, settings, who) -> {
            Requirements requirements = factory.requirements(settings);
            if (!requirements.equals(factory.requirements(settings))) {
                throw Broken.contract(
                        who,
                        "the requirements depend on the settings alone",
                        "two calls gave " + requirements + " and " + factory.requirements(settings),
                        "Make them from the settings only.");
            }
            try (Composed.Parts parts = composed.in(run)) {
                List<String> unmet = composed.unmet(requirements, parts);
                if (!unmet.isEmpty()) {
                    throw new AssertionError("This contract's parts do not meet the evaluator's requirements: "
                            + String.join("; ", unmet) + ". Name others by model(...) and data(...).");
                }
            }
        });
    }

    /** What it reports has names that serve as keys and as file names, each once, and no NaN. */
    @Test
    void reportsUnderProperNames() throws Exception {
        each((run, settings, who) -> {
            Report report = evaluate(run, settings);
            if (report.equals(Report.EMPTY)) {
                throw Broken.contract(
                        who, "an evaluator reports something", "its report is empty", "Return what was measured.");
            }
            for (Metric metric : report.metrics()) {
                if (Double.isNaN(metric.value())) {
                    throw Broken.contract(
                            who,
                            "metrics are numbers",
                            "'" + metric.name() + "' is NaN",
                            "Leave out what cannot be measured, and say so in a text.");
                }
            }
            names(who, "metrics", METRIC, report.metrics().stream().map(Metric::name));
            names(who, "tables", FILE, report.tables().stream().map(Table::name));
            names(who, "figures", FILE, report.figures().stream().map(Figure::name));
            names(who, "texts", FILE, report.texts().stream().map(Report.Text::name));
        });
    }

    private static void names(String who, String what, Pattern form, Stream<String> names) {
        Set<String> seen = new HashSet<>();
        names.forEach(name -> {
            if (!form.matcher(name).matches() || !seen.add(name)) {
                throw Broken.contract(
                        who,
                        what + " have names of their own, in lower case with " + (form.equals(METRIC) ? "dots or " : "")
                                + "hyphens",
                        "there is " + (seen.contains(name) ? "a second '" : "'") + name + "'",
                        "Rename it.");
            }
        });
    }

    /** The same seed measures the same, and the model is not changed. */
    @Test
    void measuresTheSameAgainAndChangesNothing() throws Exception {
        each((run, settings, who) -> {
            Report once;
            try (Composed.Parts parts = composed.in(run)) {
                Snapshot before = state(parts);
                once = factory.create(settings, run.part("evaluator")).evaluate(parts.model(), parts.data());
                Optional<String> difference = before.difference(state(parts));
                if (difference.isPresent()) {
                    throw Broken.contract(
                            who,
                            "an evaluator does not change the model",
                            difference.get(),
                            "Work on copies in a scope of your own.");
                }
            }
            Report again = in(SEED, other -> evaluate(other, settings));
            if (!once.equals(again)) {
                throw Broken.contract(
                        who,
                        "the same seed measures the same",
                        "two runs reported " + once.metrics() + " and " + again.metrics()
                                + (once.metrics().equals(again.metrics())
                                        ? ", and other tables, figures or texts"
                                        : ""),
                        "Take all random numbers from run.random(); report no times but as what is measured on purpose.");
            }
        });
    }

    /** Neither threads nor tensors outlast the run, and a measurement gives back what it held. */
    @Test
    void leavesNoThreadsAndNoTensors() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            String who = variant.getKey();
            S settings = settings(variant.getValue());
            leavesNothing(who, run -> {
                try (Composed.Parts parts = composed.in(run)) {
                    factory.create(settings, run.part("evaluator")).evaluate(parts.model(), parts.data());
                    long before = run.tensors().bytes();
                    factory.create(settings, run.part("evaluator")).evaluate(parts.model(), parts.data());
                    long grown = run.tensors().bytes() - before;
                    if (grown > 0) {
                        throw Broken.contract(
                                who,
                                "a measurement holds on to no memory",
                                "it left " + grown + " bytes in run.tensors()",
                                "Open a scope for it: try (TensorScope scope = run.tensors().open()) {...}.");
                    }
                }
                return null;
            });
        }
    }

    /** Long loops pass a cancellation on. */
    @Test
    void stopsWhenCancelled() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            S settings = settings(variant.getValue());
            letsCancellationPass(variant.getKey(), run -> evaluate(run, settings));
        }
    }

    private Report evaluate(TestRun run, S settings) {
        try (Composed.Parts parts = composed.in(run)) {
            return factory.create(settings, run.part("evaluator")).evaluate(parts.model(), parts.data());
        }
    }

    private static Snapshot state(Composed.Parts parts) {
        return Snapshot.of(parts.model() == null ? Map.of() : parts.model().state());
    }
}
