package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Schema;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * A plane through the latent space, along two random directions at right angles through its origin, with the most likely string of
 * each point: where the strings are valid molecules (paper, figure of the latent space).
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "latent-slice",
        summary = "Which points of a plane through the latent space are valid molecules")
public final class LatentSlice implements EvaluatorFactory<LatentSlice.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "41", min = 2, max = 1000, description = "points along each direction")
            int points,

            @Setting(value = "5", min = 1e-6, max = 1e6, description = "distance of the outermost from the origin")
            double extent) {}

    private static final double VALID = 1;
    private static final double EMPTY = 0.5;
    private static final double INVALID = 0;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(Set.of(MoleculeVae.class), MoleculeRows.class, Schema.EMPTY, Schema.EMPTY);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> measure((MoleculeVae) model, (MoleculeRows) data, settings, run);
    }

    private static Report measure(MoleculeVae model, MoleculeRows rows, Settings settings, RunContext run) {
        SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());
        double[][] directions = directions(model.latent(), run.random());
        int n = settings.points();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            places.add(String.format(Locale.ROOT, "%.2f", place(i, settings)));
        }
        List<List<Double>> values = new ArrayList<>();
        Set<String> distinct = new HashSet<>();
        int valid = 0;
        int empty = 0;
        for (int row = 0; row < n; row++) {
            run.progress("latent slice", row, n);
            List<Double> line = new ArrayList<>();
            for (String text : texts(model, rows, directions, row, settings, run)) {
                double state = INVALID;
                try {
                    String smiles = rows.representation().smiles(text, codec);
                    if (smiles.isEmpty()) {
                        state = EMPTY;
                        empty++;
                    } else if (codec.isValid(smiles)) {
                        state = VALID;
                        valid++;
                        distinct.add(smiles);
                    }
                } catch (MalformedMoleculeException e) {
                    state = INVALID;
                }
                line.add(state);
            }
            values.add(line);
        }
        return Report.of(
                        Metric.of("latent.points", n * n),
                        Metric.of("latent.valid", 100.0 * valid / (n * n), "%"),
                        Metric.of("latent.empty", 100.0 * empty / (n * n), "%"),
                        Metric.of("latent.distinct", distinct.size()))
                .with(new Figure.HeatMap(
                        "latent-slice",
                        "Latent space of " + rows.representation() + ": valid 1, empty 0.5, invalid 0",
                        Figure.Axis.of("first direction"),
                        Figure.Axis.of("second direction"),
                        places,
                        places,
                        values));
    }

    /** The strings of one row of the plane. */
    private static List<String> texts(
            MoleculeVae model, MoleculeRows rows, double[][] directions, int row, Settings settings, RunContext run) {
        int d = model.latent();
        double[] z = new double[settings.points() * d];
        for (int column = 0; column < settings.points(); column++) {
            for (int k = 0; k < d; k++) {
                z[column * d + k] =
                        place(column, settings) * directions[0][k] + place(row, settings) * directions[1][k];
            }
        }
        try (TensorScope scope = run.tensors().open()) {
            Tensor points = scope.zeros(settings.points(), d);
            points.set(z);
            return rows.vocabulary().texts(scope.ops().argmax(model.decode(scope.ops(), points), 2));
        }
    }

    private static double place(int index, Settings settings) {
        return settings.extent() * (2.0 * index / (settings.points() - 1) - 1);
    }

    /** Two directions of length 1 at right angles; with one dimension the second has length 0. */
    private static double[][] directions(int dimensions, RandomSource random) {
        double[][] directions = new double[2][dimensions];
        for (int k = 0; k < dimensions; k++) {
            directions[0][k] = random.nextGaussian();
            directions[1][k] = random.nextGaussian();
        }
        normalise(directions[0]);
        double along = 0;
        for (int k = 0; k < dimensions; k++) {
            along += directions[0][k] * directions[1][k];
        }
        for (int k = 0; k < dimensions; k++) {
            directions[1][k] -= along * directions[0][k];
        }
        if (dimensions > 1) {
            normalise(directions[1]);
        }
        return directions;
    }

    private static void normalise(double[] direction) {
        double length = 0;
        for (double x : direction) {
            length += x * x;
        }
        for (int k = 0; k < direction.length; k++) {
            direction[k] /= Math.sqrt(length);
        }
    }
}
