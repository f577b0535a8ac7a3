package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.language.NextToken;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Measures how many neurons of each layer are active: s, excited by the stream, and p, excited by stream and memory. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "activity",
        summary = "Share of a Dragon Hatchling's neurons that are active, by layer, and whether any is negative")
public final class Activity implements EvaluatorFactory<Activity.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "32", min = 1, max = 1e9, description = "windows of the validation split to measure on")
            int windows) {}

    private static final int BATCH = 8;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Bdh.class).withData(NextToken.INPUTS);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Bdh bdh = (Bdh) model;
            Share[] s = shares(bdh);
            Share[] p = shares(bdh);
            Split split = data.split(Dataset.VALIDATION);
            for (int first = 0; first < settings.windows(); first += BATCH) {
                run.progress("activity", first, settings.windows());
                try (TensorScope scope = run.tensors().open()) {
                    Batch batch = split.read(scope.ops(), first, Math.min(BATCH, settings.windows() - first));
                    if (batch.tensor(NextToken.TOKENS).elements() == 0) {
                        break;
                    }
                    Map<String, Tensor> active = bdh.activations(scope.ops(), batch, new LinkedHashSet<>(bdh.probes()));
                    for (int l = 0; l < s.length; l++) {
                        s[l].count(active.get(Bdh.probeName(l, "s")).toFloats());
                        p[l].count(active.get(Bdh.probeName(l, "p")).toFloats());
                    }
                }
            }
            return report(s, p);
        };
    }

    private static Share[] shares(Bdh bdh) {
        Share[] shares = new Share[bdh.settings().layers()];
        Arrays.setAll(shares, l -> new Share());
        return shares;
    }

    private static Report report(Share[] s, Share[] p) {
        List<String> labels = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (int l = 0; l < s.length; l++) {
            labels.add("layer " + l);
            rows.add(List.of(l, s[l].positive(), p[l].positive(), p[l].least));
        }
        return Report.of(
                        Metric.of("activity.s", mean(s)),
                        Metric.of("activity.p", mean(p)),
                        Metric.of(
                                "activity.p.min",
                                Arrays.stream(p)
                                        .mapToDouble(share -> share.least)
                                        .min()
                                        .orElseThrow()))
                .with(new Table(
                        "activity",
                        "Share of neurons that are active, over windows and times",
                        List.of("layer", "s > 0", "p > 0", "least p"),
                        rows))
                .with(new Figure.Bars(
                        "activity",
                        "Share of neurons that are active",
                        Figure.Axis.of("share of neurons and times"),
                        labels,
                        List.of("s > 0", "p > 0"),
                        List.of(
                                Arrays.stream(s).map(Share::positive).toList(),
                                Arrays.stream(p).map(Share::positive).toList())));
    }

    private static double mean(Share[] shares) {
        return Arrays.stream(shares).mapToDouble(Share::positive).average().orElseThrow();
    }

    /** The share of activations above 0, and the least. */
    private static final class Share {
        private long above;
        private long all;
        private double least = Double.POSITIVE_INFINITY;

        void count(float[] activations) {
            for (float activation : activations) {
                above += activation > 0 ? 1 : 0;
                least = Math.min(least, activation);
            }
            all += activations.length;
        }

        double positive() {
            return (double) above / all;
        }
    }
}
