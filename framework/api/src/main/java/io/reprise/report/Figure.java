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
     */
    record Series(String name, List<Double> x, List<Double> y) {
        /** Copies the lists and checks that they are of one length. */
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.size() != y.size()) {
                throw new IllegalArgumentException(
                        "series '" + name + "' has " + x.size() + " x and " + y.size() + " y");
            }
        }
    }

    /** Lines through points. */
    record Lines(String name, String title, Axis x, Axis y, List<Series> series) implements Figure {
        /** Copies the list. */
        public Lines {
            series = List.copyOf(series);
        }
    }

    /** Points. */
    record Scatter(String name, String title, Axis x, Axis y, List<Series> series) implements Figure {
        /** Copies the list. */
        public Scatter {
            series = List.copyOf(series);
        }
    }

    /** Bars: one for each label and series. {@code values.get(s).get(i)} is that of series s and label i. */
    record Bars(String name, String title, Axis y, List<String> labels, List<String> series, List<List<Double>> values)
            implements Figure {
        /** Copies the lists. */
        public Bars {
            labels = List.copyOf(labels);
            series = List.copyOf(series);
            values = values.stream().map(List::copyOf).toList();
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
