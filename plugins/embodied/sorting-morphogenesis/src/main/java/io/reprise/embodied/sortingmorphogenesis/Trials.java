package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.List;
import java.util.function.BiConsumer;

/** The arrays that an evaluator looks at, one after the other. */
final class Trials {
    private Trials() {}

    /** Gives the first arrays of the validation split, each with its stream of random numbers. */
    static void forEach(Dataset data, int count, RunContext run, BiConsumer<Arrangement, RandomSource> trial) {
        Split split = data.split(Dataset.VALIDATION);
        for (int i = 0; i < count && given(split, i, run, trial); i++) {
            run.progress("arrays", i + 1, count);
        }
    }

    /** Gives one array of the validation split. */
    static void one(Dataset data, int index, RunContext run, BiConsumer<Arrangement, RandomSource> trial) {
        run.checkCancelled();
        if (!given(data.split(Dataset.VALIDATION), index, run, trial)) {
            throw RepriseException.problem("There is no array " + index + " in the validation split")
                    .expected("a smaller number, counted from 0");
        }
    }

    private static boolean given(Split split, int index, RunContext run, BiConsumer<Arrangement, RandomSource> trial) {
        try (TensorScope scope = run.tensors().open()) {
            Batch batch = split.read(scope.ops(), index, 1);
            List<Arrangement> arrays = Columns.read(batch);
            if (arrays.isEmpty()) {
                return false;
            }
            trial.accept(
                    arrays.get(0),
                    run.tensorService().random(batch.tensor(Columns.SEED).toLongs()[0]));
            return true;
        }
    }

    /** The same array with so many damaged cells, at places that the stream decides. */
    static Arrangement damaged(Arrangement array, int frozen, RandomSource random) {
        int[] places = random.split("damage").permutation(array.size());
        boolean[] damaged = new boolean[array.size()];
        for (int i = 0; i < Math.min(frozen, places.length); i++) {
            damaged[places[i]] = true;
        }
        return new Arrangement(array.values(), array.types(), damaged, array.reversed());
    }

    /** A mean, and the spread of what it is the mean of. */
    static final class Sample {
        private double sum;
        private double squares;
        private int count;

        void add(double value) {
            sum += value;
            squares += value * value;
            count++;
        }

        double mean() {
            return count == 0 ? 0 : sum / count;
        }

        /** The variance, with n - 1. */
        double variance() {
            return count < 2 ? 0 : Math.max(0, (squares - sum * sum / count) / (count - 1));
        }

        /** How far the means of two samples are apart, in standard errors; 0 where neither varies. */
        double z(Sample other) {
            double error = Math.sqrt(variance() / Math.max(1, count) + other.variance() / Math.max(1, other.count));
            return error == 0 ? 0 : (mean() - other.mean()) / error;
        }
    }
}
