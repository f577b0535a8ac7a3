package io.reprise.report;

import java.util.List;

/**
 * A table; written as CSV and shown as text.
 *
 * @param name lower case with hyphens; also the file's name
 * @param title one line
 * @param columns the headings, with units in brackets
 * @param rows numbers ({@link Number}) and texts, as many in each row as there are columns
 */
public record Table(String name, String title, List<String> columns, List<List<Object>> rows) {
    /** Copies the lists and checks the width of each row. */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row of table '" + name + "' has " + row.size() + " cells under "
                        + columns.size() + " headings");
            }
        }
    }
}
