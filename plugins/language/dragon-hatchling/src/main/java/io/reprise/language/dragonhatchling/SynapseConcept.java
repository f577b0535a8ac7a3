package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.language.NextToken;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Looks for a synapse that stands for a topic: the pair of neurons (i, j) of one head and layer whose strengthening
 * {@code s_i g_j}, averaged over a text, tells best what the text is about. The pair is chosen on texts of the training split, by the
 * distance of the topics' means in standard deviations; how well it tells (AUC) is measured on texts of the validation split.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "synapse-concept",
        summary = "How well the best single synapse of a Dragon Hatchling tells two topics apart (AUC)")
public final class SynapseConcept implements EvaluatorFactory<SynapseConcept.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "128",
                    min = 4,
                    max = 65536,
                    description = "texts to choose the synapse on, and as many others to measure it on")
            int texts) {}

    private static final int BATCH = 8;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(Set.of(Bdh.class), TwoTopics.Texts.class, NextToken.INPUTS, Schema.EMPTY);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Bdh bdh = (Bdh) model;
            List<Synapse> best = new ArrayList<>();
            for (int layer = 0; layer < bdh.settings().layers(); layer++) {
                run.progress("choosing a synapse", layer, bdh.settings().layers());
                best.add(choose(bdh, data, layer, settings.texts(), run));
            }
            return measure(bdh, data, best, settings.texts(), run);
        };
    }

    /**
     * A synapse of a layer.
     *
     * @param row the neuron i, counted within the head
     * @param column the neuron j, counted within the head
     * @param topic the topic that strengthens it
     * @param distance of the topics' means, in standard deviations
     */
    private record Synapse(int layer, int head, int row, int column, int topic, double distance) {
        @Override
        public String toString() {
            return "layer " + layer + ", head " + head + ", neurons " + row + " and " + column;
        }
    }

    private static Synapse choose(Bdh bdh, Dataset data, int layer, int texts, RunContext run) {
        int neurons = bdh.settings().neuronsPerHead();
        Moments moments = new Moments(bdh.settings().heads() * neurons * neurons);
        String s = Bdh.probeName(layer, "s");
        String g = Bdh.probeName(layer, "g");
        for (int first = 0; first < texts; first += BATCH) {
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                Batch batch = data.split(Dataset.TRAIN).read(f, first, Math.min(BATCH, texts - first));
                int[] topics = batch.tensor(TwoTopics.TOPIC).toInts();
                Map<String, Tensor> active = bdh.activations(f, batch, Set.of(s, g));
                for (int b = 0; b < topics.length; b++) {
                    try (TensorScope text = scope.open()) {
                        Tensor pairs = text.ops()
                                .matmul(active.get(s).rows(b, 1), active.get(g).rows(b, 1), true, false);
                        moments.add(topics[b], pairs.toFloats());
                    }
                }
            }
        }
        int at = moments.mostDistant();
        double distance = moments.distance(at);
        return new Synapse(
                layer,
                at / (neurons * neurons),
                at / neurons % neurons,
                at % neurons,
                distance > 0 ? 1 : 0,
                Math.abs(distance));
    }

    private static Report measure(Bdh bdh, Dataset data, List<Synapse> best, int texts, RunContext run) {
        double[][] strength = new double[best.size()][texts];
        int[] topics = new int[texts];
        for (int first = 0; first < texts; first += BATCH) {
            run.progress("measuring synapses", first, texts);
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                Batch batch = data.split(Dataset.VALIDATION).read(f, first, Math.min(BATCH, texts - first));
                int[] labels = batch.tensor(TwoTopics.TOPIC).toInts();
                System.arraycopy(labels, 0, topics, first, labels.length);
                Map<String, Tensor> active = bdh.activations(f, batch, Set.copyOf(bdh.probes()));
                for (int l = 0; l < best.size(); l++) {
                    for (int b = 0; b < labels.length; b++) {
                        strength[l][first + b] = sum(increments(active, best.get(l), b));
                    }
                }
            }
        }
        return report(bdh, data, best, strength, topics, run);
    }

    private static Report report(
            Bdh bdh, Dataset data, List<Synapse> best, double[][] strength, int[] topics, RunContext run) {
        List<List<Object>> rows = new ArrayList<>();
        int chosen = 0;
        double[] auc = new double[best.size()];
        for (int l = 0; l < best.size(); l++) {
            Synapse synapse = best.get(l);
            auc[l] = auc(strength[l], topics, synapse.topic());
            rows.add(List.of(
                    l,
                    synapse.head(),
                    synapse.row(),
                    synapse.column(),
                    TwoTopics.TOPICS.get(synapse.topic()),
                    synapse.distance(),
                    auc[l]));
            // Chosen by the training split alone, so that the AUC is not the best of several.
            chosen = synapse.distance() > best.get(chosen).distance() ? l : chosen;
        }
        return Report.of(Metric.of("synapse.auc", auc[chosen]))
                .with(new Table(
                        "synapses",
                        "The synapse of each layer that tells the topics best apart",
                        List.of("layer", "head", "neuron i", "neuron j", "topic", "distance of means (sd)", "AUC"),
                        rows))
                .with(along(bdh, data, best.get(chosen), run));
    }

    /** The strength of a synapse along a text that changes its topic half way. */
    private static Figure along(Bdh bdh, Dataset data, Synapse synapse, RunContext run) {
        List<Figure.Series> series = new ArrayList<>();
        for (int topic = 0; topic < 2; topic++) {
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                Tensor texts = data.split(Dataset.VALIDATION).read(f, 0, 2).tensor(NextToken.TOKENS);
                Tensor text = f.concat(List.of(texts.rows(topic, 1), texts.rows(1 - topic, 1)), 1);
                double[] increments = increments(
                        bdh.activations(f, Batch.of(NextToken.TOKENS, text), Set.copyOf(bdh.probes())), synapse, 0);
                List<Double> x = new ArrayList<>();
                List<Double> y = new ArrayList<>();
                double sum = 0;
                for (int t = 0; t < increments.length; t++) {
                    sum += increments[t];
                    x.add((double) t);
                    y.add(sum);
                }
                series.add(new Figure.Series(
                        TwoTopics.TOPICS.get(topic) + ", then " + TwoTopics.TOPICS.get(1 - topic), x, y));
            }
        }
        return new Figure.Lines(
                "synapse",
                "Strength of the synapse of " + synapse + ", for " + TwoTopics.TOPICS.get(synapse.topic()),
                Figure.Axis.of("bytes read"),
                Figure.Axis.of("sum of s_i g_j"),
                series);
    }

    /** {@code s_i g_j} at each time of example b. */
    private static double[] increments(Map<String, Tensor> active, Synapse synapse, int b) {
        double[] s = times(active.get(Bdh.probeName(synapse.layer(), "s")), synapse.head(), synapse.row(), b);
        double[] g = times(active.get(Bdh.probeName(synapse.layer(), "g")), synapse.head(), synapse.column(), b);
        for (int t = 0; t < s.length; t++) {
            s[t] *= g[t];
        }
        return s;
    }

    /** The activation of a neuron at each time, out of {@code [B,H,T,N]}. */
    private static double[] times(Tensor activation, int head, int neuron, int b) {
        int length = activation.shape().size(2);
        int neurons = activation.shape().size(3);
        float[] example = activation.rows(b, 1).toFloats();
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            values[t] = example[(head * length + t) * neurons + neuron];
        }
        return values;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** The chance that a text on the topic has the greater value than one on the other, ties half. */
    static double auc(double[] values, int[] topics, int topic) {
        double won = 0;
        long pairs = 0;
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < values.length; b++) {
                if (topics[a] == topic && topics[b] != topic) {
                    won += values[a] > values[b] ? 1 : values[a] == values[b] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return won / pairs;
    }

    /** Mean and variance of each pair of neurons by topic. */
    private static final class Moments {
        private final double[][] sum;
        private final double[][] squares;
        private final int[] count = new int[2];

        Moments(int pairs) {
            sum = new double[2][pairs];
            squares = new double[2][pairs];
        }

        void add(int topic, float[] values) {
            double[] sums = sum[topic];
            double[] squared = squares[topic];
            count[topic]++;
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
                squared[i] += (double) values[i] * values[i];
            }
        }

        int mostDistant() {
            int best = 0;
            for (int i = 1; i < sum[0].length; i++) {
                best = Math.abs(distance(i)) > Math.abs(distance(best)) ? i : best;
            }
            return best;
        }

        /** How far topic 1 is above topic 0, in standard deviations within a topic; 0 where nothing varies. */
        double distance(int pair) {
            double difference = mean(1, pair) - mean(0, pair);
            double deviation = Math.sqrt((variance(0, pair) + variance(1, pair)) / 2);
            return deviation == 0 ? 0 : difference / deviation;
        }

        private double mean(int topic, int pair) {
            return sum[topic][pair] / count[topic];
        }

        private double variance(int topic, int pair) {
            double mean = mean(topic, pair);
            return Math.max(0, squares[topic][pair] / count[topic] - mean * mean);
        }
    }
}
