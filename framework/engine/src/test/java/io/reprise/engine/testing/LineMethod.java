package io.reprise.engine.testing;

import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import io.reprise.model.ClosedForm;
import io.reprise.model.Differentiable;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Lines through points: y = a x + b. */
public final class LineMethod {
    private static final Schema POINTS =
            Schema.of(Field.parse("x: float[B]", "the position"), Field.parse("y: float[B]", "the value there"));

    private LineMethod() {}

    /** The settings of points. */
    public record PointSettings(
            @Setting(value = "2", description = "a: the slope")
            double slope,

            @Setting(value = "-1", description = "b: the value at 0")
            double intercept,

            @Setting(value = "0.1", min = 0, description = "standard deviation of the noise")
            double noise,

            @Setting(value = "64", min = 1, max = 1000, description = "number of examples")
            int examples,

            @Setting(value = "", description = "a file with x and y on each line, in place of these")
            Path path) {}

    /** Points near a line. */
    public static final class Points implements DatasetFactory<PointSettings> {
        @Override
        public Class<PointSettings> settings() {
            return PointSettings.class;
        }

        @Override
        public Schema schema(PointSettings settings) {
            return POINTS;
        }

        @Override
        public Dataset create(PointSettings settings, RunContext run) {
            List<float[]> points = new ArrayList<>();
            if (settings.path().toString().isEmpty()) {
                RandomSource random = run.random().split("points");
                for (int i = 0; i < settings.examples(); i++) {
                    double x = 2 * random.nextDouble() - 1;
                    double y = settings.slope() * x + settings.intercept() + settings.noise() * random.nextGaussian();
                    points.add(new float[] {(float) x, (float) y});
                }
            } else {
                read(run.dataFile(settings.path(), "the points"), points);
            }
            return new PointSet(points);
        }

        private static void read(Path file, List<float[]> points) {
            try {
                for (String line : Files.readAllLines(file)) {
                    String[] xy = line.strip().split("\\s+", -1);
                    points.add(new float[] {Float.parseFloat(xy[0]), Float.parseFloat(xy[1])});
                }
            } catch (IOException e) {
                throw RepriseException.problem("The points cannot be read")
                        .at(file.toString())
                        .because(e);
            }
        }
    }

    private record PointSet(List<float[]> points) implements Dataset, Split {
        @Override
        public List<String> splits() {
            return List.of(TRAIN, VALIDATION);
        }

        @Override
        public Split split(String name) {
            return this;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(points.size());
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            RandomSource own = random.split(step);
            List<float[]> drawn = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                drawn.add(points.get(own.nextInt(points.size())));
            }
            return batch(f, drawn);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int end = (int) Math.min(points.size(), first + size);
            return batch(f, points.subList((int) Math.min(first, end), end));
        }

        private static Batch batch(Ops f, List<float[]> rows) {
            float[] x = new float[rows.size()];
            float[] y = new float[rows.size()];
            for (int i = 0; i < x.length; i++) {
                x[i] = rows.get(i)[0];
                y[i] = rows.get(i)[1];
            }
            return Batch.of("x", f.scope().of(x, x.length), "y", f.scope().of(y, y.length));
        }
    }

    /** The settings of a line. */
    public record LineSettings(
            @Setting(value = "1", min = 0, description = "standard deviation of the first slope")
            double spread) {}

    /** Lines. */
    public static final class Lines implements ModelFactory<LineSettings> {
        @Override
        public Class<LineSettings> settings() {
            return LineSettings.class;
        }

        @Override
        public Class<Line> type() {
            return Line.class;
        }

        @Override
        public Signature signature(LineSettings settings) {
            return new Signature(
                    Schema.of(POINTS.fields().get(0)),
                    Schema.of(POINTS.fields().get(1)),
                    Schema.of(Field.parse("prediction: float[B]", "a x + b")));
        }

        @Override
        public Line create(LineSettings settings, Dimensions dimensions, RunContext run) {
            Tensor slope = run.tensors().zeros(1);
            run.random().fillNormal(slope, 0, settings.spread());
            return new Line(slope, run.tensors().zeros(1));
        }
    }

    /**
     * A line.
     *
     * @param slope {@code [1]}
     * @param intercept {@code [1]}
     */
    public record Line(Tensor slope, Tensor intercept) implements Differentiable, ClosedForm {
        @Override
        public Map<String, Tensor> state() {
            Map<String, Tensor> state = new LinkedHashMap<>();
            state.put("slope", slope);
            state.put("intercept", intercept);
            return state;
        }

        @Override
        public Map<String, Tensor> parameters() {
            return state();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            return Batch.of("prediction", f.add(f.multiply(input.tensor("x"), slope), intercept));
        }

        @Override
        public Tensor loss(Ops f, Batch batch, RandomSource random) {
            return f.mean(f.square(f.subtract(apply(f, batch).tensor("prediction"), batch.tensor("y"))));
        }

        @Override
        public void fit(Ops f, Iterable<Batch> batches) {
            double n = 0;
            double sx = 0;
            double sy = 0;
            double sxx = 0;
            double sxy = 0;
            for (Batch batch : batches) {
                double[] x = batch.tensor("x").toDoubles();
                double[] y = batch.tensor("y").toDoubles();
                for (int i = 0; i < x.length; i++) {
                    n++;
                    sx += x[i];
                    sy += y[i];
                    sxx += x[i] * x[i];
                    sxy += x[i] * y[i];
                }
            }
            double a = (n * sxy - sx * sy) / (n * sxx - sx * sx);
            slope.fill(a);
            intercept.fill((sy - a * sx) / n);
        }
    }

    /** The settings of a descent. */
    public record DescentSettings(
            @Setting(value = "50", min = 0, description = "number of steps")
            int steps,

            @Setting(value = "8", min = 1, description = "examples a step")
            int batch,

            @Setting(value = "0.1", min = 0, description = "length of a step")
            double learningRate) {}

    /** Gradient descent. */
    public static final class Descent implements TrainerFactory<DescentSettings> {
        @Override
        public Class<DescentSettings> settings() {
            return DescentSettings.class;
        }

        @Override
        public Requirements requirements(DescentSettings settings) {
            return Requirements.of(Differentiable.class);
        }

        @Override
        public Trainer create(DescentSettings settings, RunContext run) {
            return (model, data) -> new Training() {
                private final Differentiable line = (Differentiable) model;

                @Override
                public long steps() {
                    return settings.steps();
                }

                @Override
                public Map<String, Double> step(long step) {
                    try (TensorScope scope = run.tensors().open()) {
                        Tape f = scope.tape(line.parameters().values());
                        Batch batch = data.split(Dataset.TRAIN).draw(f, step, settings.batch(), run.random());
                        Tensor loss = line.loss(f, batch, run.random().split(step));
                        Gradients gradients = f.gradients(loss);
                        Ops plain = scope.ops();
                        line.parameters()
                                .values()
                                .forEach(parameter -> parameter.set(plain.subtract(
                                        parameter, plain.scale(gradients.of(parameter), settings.learningRate()))));
                        return Map.of("loss", loss.item(), "rate", settings.learningRate());
                    }
                }

                @Override
                public Map<String, Tensor> state() {
                    return Map.of();
                }
            };
        }
    }

    /** Gradient descent with momentum, whose velocity lasts from step to step; what happens after a step can be chosen. */
    public static final class Momentum implements TrainerFactory<DescentSettings> {
        private LongConsumer afterStep = step -> {};

        /** From now on this is called with the number of each step that was made, counted over all trainings from 1. */
        public void afterStep(LongConsumer call) {
            afterStep = call;
        }

        @Override
        public Class<DescentSettings> settings() {
            return DescentSettings.class;
        }

        @Override
        public Requirements requirements(DescentSettings settings) {
            return Requirements.of(Differentiable.class);
        }

        @Override
        public Trainer create(DescentSettings settings, RunContext run) {
            return (model, data) -> new Training() {
                private final Differentiable line = (Differentiable) model;
                private final Map<String, Tensor> velocity = new LinkedHashMap<>();

                {
                    line.parameters()
                            .forEach((name, tensor) ->
                                    velocity.put(name, run.tensors().zeros(1)));
                }

                @Override
                public long steps() {
                    return settings.steps();
                }

                @Override
                public Map<String, Double> step(long step) {
                    double loss;
                    try (TensorScope scope = run.tensors().open()) {
                        Tape f = scope.tape(line.parameters().values());
                        Batch batch = data.split(Dataset.TRAIN).draw(f, step, settings.batch(), run.random());
                        Tensor mean = line.loss(f, batch, run.random().split(step));
                        Gradients gradients = f.gradients(mean);
                        Ops plain = scope.ops();
                        line.parameters().forEach((name, parameter) -> {
                            Tensor own = velocity.get(name);
                            own.set(plain.subtract(
                                    plain.scale(own, 0.9),
                                    plain.scale(gradients.of(parameter), settings.learningRate())));
                            parameter.set(plain.add(parameter, own));
                        });
                        loss = mean.item();
                    }
                    afterStep.accept(step);
                    return Map.of("loss", loss);
                }

                @Override
                public Map<String, Tensor> state() {
                    return velocity;
                }
            };
        }
    }

    /** The settings of a shift. */
    public record ShiftSettings(
            @Setting(value = "x", description = "the column to shift")
            String column,

            @Setting(value = "1", description = "what to add")
            double by,

            @Setting(value = "0", min = 0, description = "standard deviation of the noise to add")
            double noise) {}

    /** Adds to a column. */
    public static final class Shift implements TransformFactory<ShiftSettings> {
        @Override
        public Class<ShiftSettings> settings() {
            return ShiftSettings.class;
        }

        @Override
        public Schema schema(ShiftSettings settings, Schema columns) {
            if (columns.field(settings.column()).isEmpty()) {
                throw RepriseException.problem("There is no column '" + settings.column() + "'")
                        .at("column")
                        .expected("one of " + columns);
            }
            return columns;
        }

        @Override
        public List<ShiftSettings> adapting(Schema columns, Field needed) {
            return List.of();
        }

        @Override
        public Transform create(ShiftSettings settings, Schema columns, RunContext run) {
            return (f, batch, random) -> {
                double[] values = batch.tensor(settings.column()).toDoubles();
                float[] shifted = new float[values.length];
                for (int i = 0; i < shifted.length; i++) {
                    shifted[i] = (float) (values[i]
                            + settings.by()
                            + settings.noise() * random.apply(i).nextGaussian());
                }
                return batch.with(settings.column(), f.scope().of(shifted, shifted.length));
            };
        }
    }

    /** No settings. */
    public record NoSettings() {}

    /** Fits in one step. */
    public static final class Solve implements TrainerFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Requirements requirements(NoSettings settings) {
            return Requirements.of(ClosedForm.class);
        }

        @Override
        public Trainer create(NoSettings settings, RunContext run) {
            return (model, data) -> new OneStep(() -> {
                try (TensorScope scope = run.tensors().open()) {
                    Split split = data.split(Dataset.TRAIN);
                    Batch all = split.read(scope.ops(), 0, (int) split.size().orElseThrow());
                    ((ClosedForm) model).fit(scope.ops(), List.of(all));
                }
            });
        }
    }

    private record OneStep(Runnable work) implements Training {
        @Override
        public long steps() {
            return 1;
        }

        @Override
        public Map<String, Double> step(long step) {
            work.run();
            return Map.of();
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }
    }

    /** Measures a line's error: a metric, a table, a figure and a text. */
    public static final class Fit implements EvaluatorFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Requirements requirements(NoSettings settings) {
            return Requirements.NONE
                    .withData(POINTS)
                    .withOutputs(Schema.of(Field.parse("prediction: float[B]", "what is compared with y")));
        }

        @Override
        public Evaluator create(NoSettings settings, RunContext run) {
            return (model, data) -> {
                try (TensorScope scope = run.tensors().open()) {
                    Split split = data.split(Dataset.VALIDATION);
                    Batch all = split.read(scope.ops(), 0, (int) split.size().orElseThrow());
                    double[] given = all.tensor("y").toDoubles();
                    double[] predicted =
                            model.apply(scope.ops(), all).tensor("prediction").toDoubles();
                    double sum = 0;
                    List<List<Object>> rows = new ArrayList<>();
                    List<Double> x = new ArrayList<>();
                    List<Double> y = new ArrayList<>();
                    for (int i = 0; i < given.length; i++) {
                        sum += (given[i] - predicted[i]) * (given[i] - predicted[i]);
                        rows.add(List.of(i, given[i], predicted[i]));
                        x.add(given[i]);
                        y.add(predicted[i]);
                    }
                    return Report.of(Metric.of("validation.loss", sum / given.length))
                            .with(new Table("points", "All points", List.of("i", "given", "predicted, by us"), rows))
                            .with(new Figure.Scatter(
                                    "points",
                                    "Given and predicted",
                                    Figure.Axis.of("given"),
                                    Figure.Axis.of("predicted"),
                                    List.of(new Figure.Series("points", x, y))))
                            .withText("verdict", "A line.\n");
                }
            };
        }
    }

    /** Measures data alone. */
    public static final class Range implements EvaluatorFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Requirements requirements(NoSettings settings) {
            return Requirements.NONE.withData(Schema.of(POINTS.fields().get(1)));
        }

        @Override
        public Evaluator create(NoSettings settings, RunContext run) {
            return (model, data) -> {
                try (TensorScope scope = run.tensors().open()) {
                    Split split = data.split(Dataset.TRAIN);
                    Batch all = split.read(scope.ops(), 0, (int) split.size().orElseThrow());
                    double mean = scope.ops().mean(all.tensor("y")).item();
                    return Report.of(
                            Metric.of("mean", mean),
                            Metric.of("examples", all.tensor("y").elements()));
                }
            };
        }
    }

    /** A dataset of words, whose columns fit no line. */
    public static final class Words implements DatasetFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Schema schema(NoSettings settings) {
            return Schema.of(Field.parse("word: text[B]", "a word"));
        }

        @Override
        public Dataset create(NoSettings settings, RunContext run) {
            throw new UnsupportedOperationException("never made in tests");
        }
    }

    /** A model without parameters, as a codec or a simulation is. */
    public static final class Mirrors implements ModelFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Class<Mirror> type() {
            return Mirror.class;
        }

        @Override
        public Signature signature(NoSettings settings) {
            return new Signature(
                    Schema.of(POINTS.fields().get(0)),
                    Schema.EMPTY,
                    Schema.of(Field.parse("prediction: float[B]", "-x")));
        }

        @Override
        public Mirror create(NoSettings settings, Dimensions dimensions, RunContext run) {
            return new Mirror();
        }
    }

    /** Gives x back with the other sign. */
    public static final class Mirror implements Model {
        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            return Batch.of("prediction", f.negate(input.tensor("x")));
        }
    }

    /** The settings of {@link Trouble}. */
    public record TroubleSettings(
            @Setting(
                    value = "throw",
                    choices = {"throw", "hang", "nan", "leak"},
                    description = "what goes wrong")
            String kind) {}

    /** A trainer that goes wrong in its third step. */
    public static final class Trouble implements TrainerFactory<TroubleSettings> {
        private final List<TensorScope> leaked = new ArrayList<>();

        @Override
        public Class<TroubleSettings> settings() {
            return TroubleSettings.class;
        }

        @Override
        public Requirements requirements(TroubleSettings settings) {
            return Requirements.NONE;
        }

        @Override
        public Trainer create(TroubleSettings settings, RunContext run) {
            return (model, data) -> new Training() {
                @Override
                public long steps() {
                    return 5;
                }

                @Override
                public Map<String, Double> step(long step) {
                    if (step == 2) {
                        switch (settings.kind()) {
                            case "throw" -> throw new IllegalStateException("out of order");
                            case "hang" -> {
                                while (true) {
                                    run.progress("hanging", step, 5);
                                    Thread.onSpinWait();
                                }
                            }
                            case "leak" -> {
                                TensorScope scope = run.tensorService().open("forgotten");
                                scope.zeros(io.reprise.tensor.ElementType.FLOAT, Shape.of(100));
                                leaked.add(scope);
                            }
                            default -> {
                                return Map.of("loss", Double.NaN);
                            }
                        }
                    }
                    return Map.of("loss", 5.0 - step);
                }

                @Override
                public Map<String, Tensor> state() {
                    return Map.of();
                }

                @Override
                public void close() {
                    run.log().info("closed after {}", settings.kind());
                }
            };
        }

        /** Gives back what was leaked. */
        public void clean() {
            leaked.forEach(TensorScope::close);
        }
    }
}
