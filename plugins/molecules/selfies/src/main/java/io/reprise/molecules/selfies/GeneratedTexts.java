package io.reprise.molecules.selfies;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Endlessly many texts, each made from a stream of its own; training and validation never share one. */
record GeneratedTexts(String column, Function<RandomSource, String> generator, RandomSource random) implements Dataset {
    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION);
    }

    @Override
    public Split split(String name) {
        if (!splits().contains(name)) {
            throw RepriseException.problem("There is no split '" + name + "' of generated molecules")
                    .expected("train or validation");
        }
        return new Generated(random.split(name));
    }

    private final class Generated implements Split {
        private final RandomSource own;

        Generated(RandomSource own) {
            this.own = own;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource drawn) {
            return texts(drawn.split(step), 0, size);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return texts(own, first, size);
        }

        private Batch texts(RandomSource source, long first, int size) {
            List<String> texts = new ArrayList<>(size);
            for (long i = first; i < first + size; i++) {
                texts.add(generator.apply(source.split(i)));
            }
            return Batch.ofText(column, texts);
        }
    }
}
