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

    /**
     * Events in time, as a mark for each: the spikes of neurons, for instance.
     *
     * @param y what a row is
     * @param times when each event happened
     * @param rows in which row, from 0 at the bottom; as many as there are times
     */
    record Raster(String name, String title, Axis x, Axis y, List<Double> times, List<Integer> rows) implements Figure {
        /** Copies the lists and checks that they are of one length. */
        public Raster {
            times = List.copyOf(times);
            rows = List.copyOf(rows);
            if (times.size() != rows.size()) {
                throw new IllegalArgumentException(
                        "figure '" + name + "' has " + times.size() + " times and " + rows.size() + " rows");
            }
        }
    }

    /**
     * How often values lie in each of the bins that follow each other.
     *
     * @param edges where the bins begin and, one more, where the last one ends; ascending
     * @param series names for the legend
     * @param counts {@code counts.get(s).get(i)} is that of series s and bin i
     */
    record Histogram(
            String name,
            String title,
            Axis x,
            Axis y,
            List<Double> edges,
            List<String> series,
            List<List<Double>> counts)
            implements Figure {
        /** Copies the lists and checks that each bin has its edges and its counts. */
        public Histogram {
            edges = List.copyOf(edges);
            series = List.copyOf(series);
            counts = counts.stream().map(List::copyOf).toList();
            for (int i = 1; i < edges.size(); i++) {
                if (!(edges.get(i) > edges.get(i - 1))) {
                    throw new IllegalArgumentException("the edges of figure '" + name + "' do not ascend");
                }
            }
            if (counts.size() != series.size()) {
                throw new IllegalArgumentException("figure '" + name + "' has " + series.size() + " series and "
                        + counts.size() + " lists of counts");
            }
            for (List<Double> each : counts) {
                if (each.size() != edges.size() - 1) {
                    throw new IllegalArgumentException("figure '" + name + "' has " + edges.size() + " edges and "
                            + each.size() + " counts; there is one edge more than there are bins");
                }
            }
        }

        /**
         * Counts values in bins of equal width, from the least finite value to the greatest, which the last bin holds too.
         *
         * @param bins how many; at least 1
         */
        public static Histogram of(String name, String title, Axis x, List<Double> values, int bins) {
            if (bins < 1) {
                throw new IllegalArgumentException("figure '" + name + "' has no bins");
            }
            List<Double> finite = values.stream().filter(Double::isFinite).toList();
            double least = finite.stream().mapToDouble(v -> v).min().orElse(0);
            double most = finite.stream().mapToDouble(v -> v).max().orElse(0);
            double width = most > least ? (most - least) / bins : 1.0 / bins;
            double begin = most > least ? least : least - 0.5;
            Double[] counts = new Double[bins];
            java.util.Arrays.fill(counts, 0.0);
            for (double value : finite) {
                counts[Math.min(bins - 1, (int) ((value - begin) / width))]++;
            }
            List<Double> edges = java.util.stream.IntStream.rangeClosed(0, bins)
                    .mapToObj(i -> begin + i * width)
                    .toList();
            return new Histogram(name, title, x, Axis.of("count"), edges, List.of("count"), List.of(List.of(counts)));
        }
    }
}
