package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * One long series to train on, and another to validate on, made by a generator. Drawn at random, there is a new series for each
 * example.
 */
class GeneratedSeries implements Dataset {
    /**
     * A series.
     *
     * @param input {@code [steps, inputs]}
     * @param target {@code [steps, targets]}
     */
    record Made(double[] input, double[] target) {}

    /** Makes a series of so many steps. */
    interface Generator {
        Made make(int steps, RandomSource random);
    }

    private final Generator generator;
    private final int inputs;
    private final int targets;
    private final int trainSteps;
    private final int validationSteps;
    private final RandomSource random;

    GeneratedSeries(
            Generator generator, int inputs, int targets, int trainSteps, int validationSteps, RandomSource random) {
        this.generator = generator;
        this.inputs = inputs;
        this.targets = targets;
        this.trainSteps = trainSteps;
        this.validationSteps = validationSteps;
        this.random = random;
    }

    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION);
    }

    @Override
    public Split split(String name) {
        return switch (name) {
            case TRAIN -> new One(trainSteps, random.split(TRAIN));
            case VALIDATION -> new One(validationSteps, random.split(VALIDATION));
            default ->
                throw RepriseException.problem("There is no split '" + name + "' of a series")
                        .expected("train or validation");
        };
    }

    private final class One implements Split {
        private final int steps;
        private final RandomSource own;

        One(int steps, RandomSource own) {
            this.steps = steps;
            this.own = own;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(1);
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource drawn) {
            Made[] series = new Made[size];
            RandomSource examples = drawn.split(step);
            Arrays.setAll(series, i -> generator.make(steps, examples.split(i)));
            return batch(f, series);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return batch(
                    f, first == 0 && size > 0 ? new Made[] {generator.make(steps, own.split("series"))} : new Made[0]);
        }

        private Batch batch(Ops f, Made... series) {
            double[] input = new double[series.length * steps * inputs];
            double[] target = new double[series.length * steps * targets];
            for (int i = 0; i < series.length; i++) {
                System.arraycopy(series[i].input(), 0, input, i * steps * inputs, steps * inputs);
                System.arraycopy(series[i].target(), 0, target, i * steps * targets, steps * targets);
            }
            return Batch.of(
                    Series.INPUT, f.scope().of(input, series.length, steps, inputs),
                    Series.TARGET, f.scope().of(target, series.length, steps, targets));
        }
    }
}
