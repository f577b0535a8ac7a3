package io.reprise.engine.internal.statistics;

import io.reprise.engine.Spread;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** Computes spreads. */
public final class Spreads {
    private Spreads() {}

    /** The spread of at least one value. */
    public static Spread of(List<Double> values) {
        double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
        double deviation =
                array.length < 2 ? Double.NaN : StandardDeviation.of(array).getAsDouble();
        return new Spread(Mean.of(array).getAsDouble(), deviation, array.length);
    }
}
