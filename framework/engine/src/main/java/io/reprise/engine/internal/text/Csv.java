package io.reprise.engine.internal.text;

import java.util.List;
import java.util.stream.Collectors;

/** Tables as in RFC 4180, though with plain line feeds. */
public final class Csv {
    private Csv() {}

    /** A line for the columns' names and one for each row; null is an empty cell. */
    public static String write(List<String> columns, List<? extends List<?>> rows) {
        StringBuilder csv = new StringBuilder(row(columns));
        rows.forEach(row -> csv.append(row(row)));
        return csv.toString();
    }

    /** One line, its end included; null is an empty cell. */
    public static String row(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Numbers.plain(number) : Double.toString(number);
        }
        String text = value.toString();
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
