package io.reprise.data;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.function.IntFunction;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes batches between a dataset and whoever reads them. It keeps the number and the order of the examples, keeps nothing
 * between batches, and gives an example the same columns whatever batch it comes in.
 */
@ConsumerType
@FunctionalInterface
public interface Transform {
    /**
     * The batch with other columns.
     *
     * @param f makes the tensors
     * @param batch what the dataset, or the transform before this one, gives
     * @param random the stream of an example of the batch, by its place counted from 0; the same whenever the example is read
     */
    Batch apply(Ops f, Batch batch, IntFunction<RandomSource> random);
}
