package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.model.Model;
import io.reprise.tensor.RandomSource;

/** A model that sorts arrays and shows how: what the evaluators of this method ask for. */
public interface Sorter extends Model {
    /**
     * Sorts an array.
     *
     * @param random decides whose turn it is
     * @param recorded whether to keep the array after each exchange
     */
    Trace sort(Arrangement start, RandomSource random, boolean recorded);
}
