package io.reprise.engine.internal.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The first rows of a table of a run's folder, and how many there are in all.
 *
 * @param columns the headings
 * @param rows the first rows
 * @param size how many rows the file has
 */
record TableFile(List<String> columns, List<List<String>> rows, long size) {
    /**
     * Reads a table as runs write them: RFC 4180 with plain line feeds.
     *
     * @param most how many rows to keep
     */
    static TableFile read(Path file, int most) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> columns = row(in);
            List<List<String>> rows = new ArrayList<>();
            long size = 0;
            for (List<String> row = row(in); row != null; row = row(in)) {
                if (size++ < most) {
                    rows.add(row);
                }
            }
            return new TableFile(columns == null ? List.of() : columns, rows, size);
        }
    }

    /** The next row; null at the end. */
    private static List<String> row(Reader in) throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (; c >= 0; c = in.read()) {
            if (quoted) {
                if (c != '"') {
                    cell.append((char) c);
                    continue;
                }
                c = in.read();
                if (c == '"') {
                    cell.append('"');
                    continue;
                }
                quoted = false;
            }
            if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n' || c < 0) {
                break;
            } else {
                cell.append((char) c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
