package io.reprise.spiking.adaptivereservoir;

import io.reprise.data.Field;
import io.reprise.data.Schema;

/** The columns of series: what goes in at each step, and what is asked for. */
final class Series {
    static final String INPUT = "input";
    static final String TARGET = "target";
    static final String PREDICTION = "prediction";

    private Series() {}

    /**
     * Series of inputs and targets.
     *
     * @param inputs numbers that go in at each step: a number or a symbol
     * @param targets numbers that are asked for at each step: a number or a symbol
     */
    static Schema schema(String inputs, String targets) {
        return Schema.of(input(inputs), target(targets));
    }

    static Field input(String inputs) {
        return Field.parse(INPUT + ": double[B,T," + inputs + "]", "what goes in, step by step");
    }

    static Field target(String targets) {
        return Field.parse(TARGET + ": double[B,T," + targets + "]", "what is asked for, step by step");
    }

    static Field prediction(String targets) {
        return Field.parse(PREDICTION + ": double[B,T," + targets + "]", "what is read out, step by step");
    }
}
