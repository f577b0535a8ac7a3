package io.reprise.cli.text;

import java.util.List;

/** Prints what a command has to say, in the form that its user has asked for. */
public final class Output {
    private static final int USUAL_WIDTH = 80;

    private final Screen screen;
    private final boolean json;
    private final boolean colour;

    /**
     * An output.
     *
     * @param screen where to
     * @param json whether results are printed as JSON and nothing else is printed
     * @param colour whether colours are allowed; they are used only where a person watches
     */
    public Output(Screen screen, boolean json, boolean colour) {
        this.screen = screen;
        this.json = json;
        this.colour = colour && screen.interactive();
    }

    /** True if results are to be printed as JSON. */
    public boolean isJson() {
        return json;
    }

    /** True if a line may be overwritten. */
    public boolean isInteractive() {
        return screen.interactive() && !json;
    }

    /** The most columns of a line; unlimited where nobody watches, so that each row can be searched as one line. */
    public int width() {
        if (!screen.interactive()) {
            return Integer.MAX_VALUE;
        }
        int columns = screen.columns().getAsInt();
        return columns > 0 ? columns : USUAL_WIDTH;
    }

    /** Prints the value as JSON. */
    public void json(Object value) {
        screen.out().println(Json.pretty(value));
    }

    /** Prints a line. */
    public void line(String text) {
        screen.out().println(text);
    }

    /** Prints an empty line. */
    public void blank() {
        screen.out().println();
    }

    /** Prints a line that begins a section. */
    public void heading(String text) {
        line(style(Style.BOLD, text));
    }

    /** Prints text in lines that fit, each behind so many blanks. */
    public void paragraph(String text, int indent) {
        int width = Math.max(20, width() - indent);
        for (String line : TextTable.wrap(text, width)) {
            line((" ".repeat(indent) + line).stripTrailing());
        }
    }

    /** Prints a table, each line behind so many blanks. */
    public void table(TextTable table, int indent) {
        for (String line : table.lines(width() - indent, this::style)) {
            line((" ".repeat(indent) + line).stripTrailing());
        }
    }

    /** Prints a table without its headings. */
    public void rows(TextTable table) {
        table.lines(width(), this::style).stream().skip(1).forEach(this::line);
    }

    /** Prints the texts side by side under their headings, in columns of equal width. */
    public void sideBySide(List<String> headings, List<String> texts) {
        int all = Math.min(width(), 120);
        int each = Math.max(20, (all - 3 * (headings.size() - 1)) / headings.size());
        List<List<String>> columns = texts.stream()
                .map(text -> TextTable.wrap(printable(text), each))
                .toList();
        row(headings, each, Style.BOLD);
        int height = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            int line = i;
            row(columns.stream().map(c -> line < c.size() ? c.get(line) : "").toList(), each, Style.PLAIN);
        }
    }

    private void row(List<String> cells, int each, Style style) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            line.append(c == 0 ? "" : " | ").append(style(style, cell));
            if (c < cells.size() - 1) {
                line.append(" ".repeat(Math.max(0, each - cell.codePointCount(0, cell.length()))));
            }
        }
        line(line.toString().stripTrailing());
    }

    /** The text in that style if colours are on. */
    public String style(Style style, String text) {
        return colour ? style.wrap(text) : text;
    }

    /** The text without what would move a terminal's cursor: generated text may contain anything. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\t", "    ").replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\n' || !Character.isISOControl(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append('\u00b7');
            }
        });
        return clean.toString();
    }

    /** Overwrites the line that the cursor is in; only where {@link #isInteractive()}. */
    public void overwrite(String line) {
        screen.out().print("\r" + line + "\u001b[K");
        screen.out().flush();
    }

    /** What is on the other stream: problems. */
    public void error(String text) {
        screen.err().println(text);
    }

    /** Prints a problem as JSON, on one line. */
    public void errorJson(Object value) {
        screen.err().println(Json.line(value));
    }

    /** The trace of a failure. */
    public void trace(Throwable failure) {
        failure.printStackTrace(screen.err());
    }
}
