package io.reprise.report;

import java.util.List;

/** A figure described as data; the engine draws it. */
public sealed interface Figure {
    /** Lower case with hyphens; also the file's name. */
    String name();

    /** One line above the figure. */
    String title();

    /**
     * An axis.
     *
     * @param label what it shows, with the unit in brackets
     * @param log whether it is logarithmic; values of 0 or less are then left out
     */
    record Axis(String label, boolean log) {
        /** A linear axis. */
        public static Axis of(String label) {
            return new Axis(label, false);
        }

        /** A logarithmic axis. */
        public static Axis log(String label) {
            return new Axis(label, true);
        }
    }

    /**
     * A named list of points.
     *
     * @param name for the legend
     * @param x positions
     * @param y values, as many
     * @param deviation how far above and below each value what it is the mean of is spread, for instance one standard
     *     deviation over seeds; as many as there are values, or empty. NaN where it is not known
     */
    record Series(String name, List<Double> x, List<Double> y, List<Double> deviation) {
        /** Copies the lists and checks that they are of one length. */
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            deviation = List.copyOf(deviation);
            if (x.size() != y.size()) {
                throw new IllegalArgumentException(
                        "series '" + name + "' has " + x.size() + " x and " + y.size() + " y");
            }
            if (!deviation.isEmpty() && deviation.size() != y.size()) {
                throw new IllegalArgumentException(
                        "series '" + name + "' has " + y.size() + " y and " + deviation.size() + " deviations");
            }
        }

        /** Points whose spread is not known. */
        public Series(String name, List<Double> x, List<Double> y) {
            this(name, x, y, List.of());
        }
    }

    /** Lines through points; a deviation is a band around its line. */
    record Lines(String name, String title, Axis x, Axis y, List<Series> series) implements Figure {
        /** Copies the list. */
        public Lines {
            series = List.copyOf(series);
        }
    }

    /** Points; a deviation is a bar through its point. */
    record Scatter(String name, String title, Axis x, Axis y, List<Series> series) implements Figure {
        /** Copies the list. */
        public Scatter {
            series = List.copyOf(series);
        }
    }

    /**
     * Bars: one for each label and series.
     *
     * @param values {@code values.get(s).get(i)} is that of series s and label i
     * @param deviations how far above and below each value what it is the mean of is spread, in the order of the values; a
     *     series may have none (an empty list), and so may all
     */
    record Bars(
            String name,
            String title,
            Axis y,
            List<String> labels,
            List<String> series,
            List<List<Double>> values,
            List<List<Double>> deviations)
            implements Figure {
        /** Copies the lists and checks that each deviation belongs to a value. */
        public Bars {
            labels = List.copyOf(labels);
            series = List.copyOf(series);
            values = values.stream().map(List::copyOf).toList();
            deviations = deviations.stream().map(List::copyOf).toList();
            if (!deviations.isEmpty() && deviations.size() != series.size()) {
                throw new IllegalArgumentException("figure '" + name + "' has " + series.size() + " series and "
                        + deviations.size() + " lists of deviations");
            }
            for (int s = 0; s < deviations.size(); s++) {
                int size = deviations.get(s).size();
                if (size != 0 && size != labels.size()) {
                    throw new IllegalArgumentException("series '" + series.get(s) + "' of figure '" + name + "' has "
                            + labels.size() + " bars and " + size + " deviations");
                }
            }
        }

        /** Bars whose spread is not known. */
        public Bars(
                String name,
                String title,
                Axis y,
                List<String> labels,
                List<String> series,
                List<List<Double>> values) {
            this(name, title, y, labels, series, values, List.of());
        }
    }

    /** A matrix as colours; {@code values.get(row).get(column)}, row 0 on top. */
    record HeatMap(
            String name,
            String title,
            Axis x,
            Axis y,
            List<String> columns,
            List<String> rows,
            List<List<Double>> values)
            implements Figure {
        /** Copies the lists. */
        public HeatMap {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            values = values.stream().map(List::copyOf).toList();
        }
    }
}
