package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Measures the graph of neurons: whether it has communities, and whether a few neurons have very many connections. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "neuron-graph",
        summary =
                "Modularity of a Dragon Hatchling's neuron graph against random graphs of the same degrees, and its degrees")
public final class NeuronGraphEvaluator implements EvaluatorFactory<NeuronGraphEvaluator.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "8",
                    min = 1,
                    max = 1000,
                    description = "strongest connections to keep, for each neuron on average")
            int degree,

            @Setting(
                    value = "10",
                    min = 2,
                    max = 1000,
                    description = "random graphs of the same degrees to compare with")
            int randomGraphs) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Bdh.class);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Bdh bdh = (Bdh) model;
            int count = Math.multiplyExact(settings.degree(), bdh.settings().neurons());
            NeuronGraph graph = NeuronGraph.strongest(bdh, run.tensors(), count);
            return degrees(graph, modularity(graph.undirected(), settings, run));
        };
    }

    private static Report modularity(NeuronGraph graph, Settings settings, RunContext run) {
        double own = graph.modularity();
        RandomSource random = run.random().split("rewiring");
        double[] others = new double[settings.randomGraphs()];
        for (int i = 0; i < others.length; i++) {
            run.progress("random graphs", i, others.length);
            others[i] = graph.rewired(random.split(i)).modularity();
        }
        double mean = Arrays.stream(others).average().orElseThrow();
        double variance =
                Arrays.stream(others).map(q -> (q - mean) * (q - mean)).sum() / (others.length - 1);
        return Report.of(
                Metric.of("graph.modularity", own),
                Metric.of("graph.modularity.random", mean),
                Metric.of("graph.modularity.z", (own - mean) / Math.sqrt(variance)));
    }

    private static Report degrees(NeuronGraph graph, Report report) {
        int[] in = graph.degrees(true);
        int[] out = graph.degrees(false);
        return report.with(
                        Metric.of("graph.in-degree.max", Arrays.stream(in).max().orElseThrow()))
                .with(Metric.of("graph.in-degree.dispersion", dispersion(in)))
                .with(Metric.of("graph.out-degree.max", Arrays.stream(out).max().orElseThrow()))
                .with(Metric.of("graph.out-degree.dispersion", dispersion(out)))
                .with(new Figure.Lines(
                        "degrees",
                        "Share of neurons with at least so many connections",
                        Figure.Axis.log("connections"),
                        Figure.Axis.log("share of neurons"),
                        List.of(tail("in", in), tail("out", out))));
    }

    /** Variance over mean: 1 where edges fall at random (a Poisson distribution), larger the heavier the tail. */
    private static double dispersion(int[] degrees) {
        double mean = Arrays.stream(degrees).average().orElseThrow();
        return Arrays.stream(degrees)
                        .mapToDouble(k -> (k - mean) * (k - mean))
                        .average()
                        .orElseThrow()
                / mean;
    }

    private static Figure.Series tail(String name, int[] degrees) {
        int[] sorted = degrees.clone();
        Arrays.sort(sorted);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] > 0 && (i == 0 || sorted[i] != sorted[i - 1])) {
                x.add((double) sorted[i]);
                y.add((double) (sorted.length - i) / sorted.length);
            }
        }
        return new Figure.Series(name, x, y);
    }
}
