package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of numbers.
 *
 * @param file where it comes from, for messages
 * @param headings of the columns; their numbers from 1 where the file has none
 * @param values row-major
 */
record NumberTable(Path file, List<String> headings, double[] values) {
    private static final long LARGEST = 1L << 28;

    /**
     * Reads a table: a line a row, cells separated by commas, semicolons or tabs, whichever the first line has; the first line
     * may be a heading. Blank lines are left out.
     *
     * @throws RepriseException if it is no such table, naming the line
     */
    static NumberTable read(Path file) {
        List<String> lines = lines(file);
        int first = 0;
        while (first < lines.size() && lines.get(first).isBlank()) {
            first++;
        }
        if (first == lines.size()) {
            throw RepriseException.problem("The table is empty")
                    .at(file.toString())
                    .expected("a line of numbers for each step");
        }
        String beginning = lines.get(first).replace("\uFEFF", "");
        String separator = beginning.contains("\t") ? "\t" : beginning.contains(";") ? ";" : ",";
        List<String> headings = List.of(beginning.strip().split(separator, -1)).stream()
                .map(NumberTable::unquoted)
                .toList();
        int from = first + 1;
        if (headings.stream().allMatch(NumberTable::isNumber)) {
            List<String> numbers = new ArrayList<>();
            for (int c = 1; c <= headings.size(); c++) {
                numbers.add(Integer.toString(c));
            }
            headings = numbers;
            from = first;
        }
        double[] values = new double[(lines.size() - from) * headings.size()];
        int at = 0;
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "");
            if (!line.isBlank()) {
                at = row(line, separator, headings, values, at, file + ":" + (i + 1));
            }
        }
        return new NumberTable(file, headings, Arrays.copyOf(values, at));
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw RepriseException.problem("The table has " + Files.size(file) + " bytes")
                        .at(file.toString())
                        .expected("at most " + LARGEST)
                        .hint("Give a part of it.");
            }
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw RepriseException.problem("The file is no UTF-8 text")
                    .at(file.toString())
                    .expected("a table of numbers")
                    .because(e);
        } catch (IOException e) {
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
    }

    private static int row(
            String line, String separator, List<String> headings, double[] values, int at, String where) {
        String[] cells = line.strip().split(separator, -1);
        if (cells.length != headings.size()) {
            throw RepriseException.problem("The line has " + cells.length + " cells")
                    .at(where)
                    .expected(headings.size() + ", as many as the first line");
        }
        for (int c = 0; c < cells.length; c++) {
            String cell = unquoted(cells[c]);
            if (!isNumber(cell)) {
                String shown = cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
                throw RepriseException.problem(
                                "'" + shown + "' in column '" + headings.get(c) + "' is no finite number")
                        .at(where)
                        .expected("a number such as -0.25 or 1.5e-3")
                        .hint("Fill gaps or leave such lines out.");
            }
            values[at + c] = Double.parseDouble(cell);
        }
        return at + cells.length;
    }

    private static String unquoted(String cell) {
        String bare = cell.strip();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1).strip()
                : bare;
    }

    private static boolean isNumber(String cell) {
        return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")
                && Double.isFinite(Double.parseDouble(cell));
    }

    /** The number of rows. */
    int rows() {
        return values.length / headings.size();
    }

    /** One number; columns are counted from 0. */
    double at(int row, int column) {
        return values[row * headings.size() + column];
    }

    /**
     * The column, counted from 0, of a heading or of a number from 1.
     *
     * @throws RepriseException if there is none, naming those there are
     */
    int column(String name) {
        int index = headings.indexOf(name);
        if (index < 0 && name.matches("\\d{1,6}")) {
            index = Integer.parseInt(name) - 1;
        }
        if (index < 0 || index >= headings.size()) {
            throw RepriseException.problem("There is no column '" + name + "'")
                    .at(file.toString())
                    .expected("one of " + String.join(", ", headings) + ", or a number from 1 to " + headings.size());
        }
        return index;
    }

    /** The same table with columns whose first rows have mean 0 and variance 1; a constant column has variance 0. */
    NumberTable standardized(int firstRows) {
        int width = headings.size();
        double[] scaled = values.clone();
        for (int c = 0; c < width; c++) {
            double mean = 0;
            for (int r = 0; r < firstRows; r++) {
                mean += at(r, c) / firstRows;
            }
            double variance = 0;
            for (int r = 0; r < firstRows; r++) {
                variance += (at(r, c) - mean) * (at(r, c) - mean) / firstRows;
            }
            double deviation = variance == 0 ? 1 : Math.sqrt(variance);
            for (int r = 0; r < rows(); r++) {
                scaled[r * width + c] = (at(r, c) - mean) / deviation;
            }
        }
        return new NumberTable(file, headings, scaled);
    }
}
