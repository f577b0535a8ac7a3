package io.reprise.engine.internal.run;

import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.data.Transform;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.List;
import java.util.OptionalLong;

/**
 * A dataset as it comes out of a transform. An example that is read has the same random stream whatever batch it comes in; one that
 * is drawn has that of the step and of its place in the batch.
 *
 * @param data the dataset before it; closed by who made it
 * @param transform what its batches go through
 * @param name of the transform in the pipeline
 * @param random the stream of the transform in this run
 */
record TransformedDataset(Dataset data, Transform transform, String name, RandomSource random) implements Dataset {
    @Override
    public List<String> splits() {
        return data.splits();
    }

    @Override
    public Split split(String split) {
        return new TransformedSplit(data.split(split), transform, name, random.split(split));
    }

    private record TransformedSplit(Split split, Transform transform, String name, RandomSource random)
            implements Split {
        @Override
        public OptionalLong size() {
            return split.size();
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource drawing) {
            RandomSource own = drawing.split(name).split(step);
            return transform.apply(f, split.draw(f, step, size, drawing), own::split);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return transform.apply(f, split.read(f, first, size), place -> random.split(first + place));
        }
    }
}
