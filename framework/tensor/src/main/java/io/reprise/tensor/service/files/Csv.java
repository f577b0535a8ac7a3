package io.reprise.tensor.service.files;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.TensorFiles.NumberTable;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tables of numbers as text (RFC 4180, with any delimiter). A file is read twice, to count the rows and to take the numbers, so
 * that nothing but the tensor grows with it.
 */
final class Csv {
    /** What stands for no number, in small letters. */
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?");

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_CELL = 1 << 16;

    private final Path file;
    private final char delimiter;
    private final boolean header;

    private List<String> names = List.of();
    private int columns = -1;
    private int rows;
    private int line = 1;
    private int column = 1;

    private Csv(Path file, char delimiter, boolean header) {
        this.file = file;
        this.delimiter = delimiter;
        this.header = header;
    }

    static NumberTable read(TensorScope scope, Path file, char delimiter, boolean header) {
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException("readCsv: a quote or line break delimits no cells");
        }
        TensorSource.open(file).close();
        Csv counting = new Csv(file, delimiter, header);
        counting.scan(null);
        int columns = Math.max(counting.columns, 0);
        NativeTensor values = (NativeTensor) scope.zeros(ElementType.DOUBLE, Shape.of(counting.rows, columns));
        new Csv(file, delimiter, header).scan(values);
        return new NumberTable(counting.names, values);
    }

    private void scan(NativeTensor values) {
        try (Reader reader = new BufferedReader(new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
            scan(reader, values);
        } catch (CharacterCodingException e) {
            throw malformed("It is no text in UTF-8").because(e);
        } catch (IOException e) {
            throw TensorSource.unreadable(file, e);
        }
    }

    private void scan(Reader reader, NativeTensor values) throws IOException {
        List<String> cells = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int start = 1;
        int c = next(reader);
        if (c == BYTE_ORDER_MARK) {
            column = 1;
            c = next(reader);
        }
        while (c >= 0) {
            if (quoted) {
                if (c == '"') {
                    c = next(reader);
                    if (c != '"') {
                        quoted = false;
                        continue;
                    }
                }
                append(cell, c);
            } else if (c == '"' && cell.toString().isBlank() && !wasQuoted) {
                cell.setLength(0);
                quoted = true;
                wasQuoted = true;
            } else if (c == delimiter || c == '\n' || c == '\r') {
                cells.add(cell.toString());
                starts.add(start);
                cell.setLength(0);
                boolean empty = cells.size() == 1 && cells.get(0).isBlank() && !wasQuoted;
                wasQuoted = false;
                if (c != delimiter) {
                    int ended = line;
                    if (c == '\r') {
                        c = next(reader);
                    }
                    boolean crlf = c == '\n';
                    if (!empty) {
                        row(cells, starts, ended, values);
                    }
                    cells.clear();
                    starts.clear();
                    line++;
                    column = crlf ? 1 : 2;
                    start = 1;
                    if (crlf) {
                        column = 1;
                        c = next(reader);
                    }
                    continue;
                }
                start = column;
            } else if (wasQuoted && !Character.isWhitespace(c)) {
                throw malformed("There is text after the closing quote");
            } else if (!wasQuoted) {
                append(cell, c);
            }
            if (quoted && c == '\n') {
                line++;
                column = 1;
            }
            c = next(reader);
        }
        if (quoted) {
            throw malformed("A quote is not closed");
        }
        if (!cells.isEmpty() || !cell.toString().isBlank() || wasQuoted) {
            cells.add(cell.toString());
            starts.add(start);
            row(cells, starts, line, values);
        }
    }

    private int next(Reader reader) throws IOException {
        column++;
        return reader.read();
    }

    private void append(StringBuilder cell, int c) {
        if (cell.length() == LONGEST_CELL) {
            throw malformed("A cell has more than " + LONGEST_CELL + " characters");
        }
        cell.append((char) c);
    }

    private void row(List<String> cells, List<Integer> starts, int at, NativeTensor values) {
        if (columns < 0) {
            columns = cells.size();
            if (header) {
                names = cells.stream().map(String::strip).toList();
                return;
            }
        }
        if (cells.size() != columns) {
            throw malformed(at, 1, "The row has " + cells.size() + " cells, and the first one has " + columns);
        }
        if ((rows + 1L) * columns > Integer.MAX_VALUE / Double.BYTES) {
            throw malformed(at, 1, "It has more numbers than one tensor holds");
        }
        for (int i = 0; i < columns; i++) {
            double value = number(cells.get(i).strip(), at, starts.get(i));
            if (values != null) {
                int index = rows * columns + i;
                if (index >= values.count()) {
                    throw malformed(at, 1, "It has grown while it was read");
                }
                values.put(index, value);
            }
        }
        rows++;
    }

    private double number(String text, int at, int start) {
        if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        // Java's own parser also takes 1f and 0x1p3, which no table means.
        char last = text.charAt(text.length() - 1);
        if (Character.isDigit(last) || last == '.') {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw noNumber(text, at, start).because(e);
            }
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw noNumber(text, at, start);
        };
    }

    private RepriseException noNumber(String text, int at, int start) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return malformed(at, start, "'" + shown + "' is no number");
    }

    private RepriseException malformed(String problem) {
        return malformed(line, Math.max(1, column - 1), problem);
    }

    private RepriseException malformed(int atLine, int atColumn, String problem) {
        return RepriseException.problem(problem)
                .at(file + ":" + atLine + ":" + atColumn)
                .expected("numbers between " + (delimiter == '\t' ? "tabs" : "'" + delimiter + "'")
                        + (header ? " after a line of names" : ""));
    }
}
