package io.reprise.engine.internal.export;

import io.reprise.engine.internal.text.Csv;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of a run: a row a step, a column a metric, NaN where a step has none. */
final class MetricsTable {
    static final String STEP = "step";

    private long[] steps = new long[64];
    private int rows;
    private final Map<String, double[]> columns = new LinkedHashMap<>();

    /** Adds values to the last row if that is of this step, else in a new one. What a row has already is replaced. */
    void add(long step, Map<String, Double> values) {
        if (rows == 0 || steps[rows - 1] != step) {
            if (rows == steps.length) {
                steps = Arrays.copyOf(steps, rows * 2);
            }
            steps[rows++] = step;
        }
        values.forEach((name, value) -> columns.compute(name, (n, column) -> reaching(column))[rows - 1] = value);
    }

    /** The column, long enough for all rows. */
    private double[] reaching(double[] column) {
        int length = column == null ? 0 : column.length;
        if (length >= rows) {
            return column;
        }
        double[] longer = column == null ? new double[steps.length] : Arrays.copyOf(column, steps.length);
        Arrays.fill(longer, length, longer.length, Double.NaN);
        return longer;
    }

    /** Whether there is no value at all. */
    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The names of the metrics, in the order in which they came. */
    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** The step of each row. */
    long[] steps() {
        return Arrays.copyOf(steps, rows);
    }

    /** The values of a metric, one a row. */
    double[] values(String name) {
        double[] column = reaching(columns.get(name));
        return Arrays.copyOf(column, rows);
    }

    /** Writes it as CSV; where a step has no value the cell is empty. */
    void writeCsv(OutputStream out) throws IOException {
        List<String> names = new ArrayList<>(List.of(STEP));
        names.addAll(columns.keySet());
        write(out, Csv.row(names));
        List<Object> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            cells.clear();
            cells.add(steps[row]);
            for (double[] column : columns.values()) {
                cells.add(row < column.length && !Double.isNaN(column[row]) ? column[row] : null);
            }
            write(out, Csv.row(cells));
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
