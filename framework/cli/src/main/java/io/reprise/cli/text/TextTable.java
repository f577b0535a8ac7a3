package io.reprise.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Columns of text, padded. Where the whole is wider than allowed, the widest columns are narrowed and their cells wrapped
 * between words.
 */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 10;

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final boolean[] right;

    /** One cell. */
    public record Cell(String text, Style style) {
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    public TextTable(String... headings) {
        this.headings = List.of(headings);
        this.right = new boolean[headings.length];
    }

    /** Sets the columns against their right edge: for numbers. */
    public TextTable right(int... columns) {
        for (int column : columns) {
            right[column] = true;
        }
        return this;
    }

    /** Adds a row. */
    public TextTable row(String... cells) {
        return cells(java.util.Arrays.stream(cells).map(Cell::of).toList());
    }

    /** Adds a row. */
    public TextTable cells(List<Cell> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(cells.size() + " cells under " + headings.size() + " headings");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** True without rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The lines, without trailing blanks.
     *
     * @param width most columns of a line
     * @param paint gives text its style
     */
    public List<String> lines(int width, BiFunction<Style, String, String> paint) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        addRow(lines, headings.stream().map(h -> new Cell(h, Style.BOLD)).toList(), widths, paint);
        for (List<Cell> row : rows) {
            addRow(lines, row, widths, paint);
        }
        return lines;
    }

    private int[] widths(int width) {
        int columns = headings.size();
        int[] widths = new int[columns];
        int[] words = new int[columns];
        for (int c = 0; c < columns; c++) {
            widths[c] = length(headings.get(c));
            for (List<Cell> row : rows) {
                for (String line : row.get(c).text().split("\n", -1)) {
                    widths[c] = Math.max(widths[c], length(line));
                    for (String word : line.split(" ", -1)) {
                        words[c] = Math.max(words[c], length(word));
                    }
                }
            }
        }
        long excess = (long) GAP.length() * (columns - 1) - width;
        for (int w : widths) {
            excess += w;
        }
        // Words are broken only where breaking lines between words is not enough; those of the first column, names,
        // last.
        excess = narrow(widths, words, excess);
        int[] names = new int[columns];
        names[0] = words[0];
        excess = narrow(widths, names, excess);
        narrow(widths, new int[columns], excess);
        return widths;
    }

    /** Takes the excess from the widest columns, none of which gets narrower than its floor; gives what is left of it. */
    private static long narrow(int[] widths, int[] floors, long excess) {
        for (; excess > 0; excess--) {
            int widest = -1;
            for (int c = 0; c < widths.length; c++) {
                boolean can = widths[c] > Math.max(floors[c], NARROWEST);
                if (can && (widest < 0 || widths[c] >= widths[widest])) {
                    widest = c;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return excess;
    }

    private void addRow(List<String> lines, List<Cell> row, int[] widths, BiFunction<Style, String, String> paint) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int c = 0; c < widths.length; c++) {
            List<String> cell = wrap(row.get(c).text(), widths[c]);
            wrapped.add(cell);
            height = Math.max(height, cell.size());
        }
        for (int h = 0; h < height; h++) {
            StringBuilder line = new StringBuilder();
            int pending = 0;
            for (int c = 0; c < widths.length; c++) {
                String text = h < wrapped.get(c).size() ? wrapped.get(c).get(h) : "";
                int blank = Math.max(0, widths[c] - length(text));
                if (right[c]) {
                    pending += blank;
                    blank = 0;
                }
                // Blanks are written only when something follows them.
                if (!text.isEmpty()) {
                    line.append(" ".repeat(pending))
                            .append(paint.apply(row.get(c).style(), text));
                    pending = 0;
                }
                pending += blank + GAP.length();
            }
            lines.add(line.toString());
        }
    }

    /** The text in lines of at most so many characters, broken between words; longer words are broken where they must. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (!line.isEmpty()) {
                    line.append(' ');
                }
                line.append(word);
                while (length(line) > width) {
                    int cut = line.offsetByCodePoints(0, width);
                    lines.add(line.substring(0, cut));
                    line.delete(0, cut);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
