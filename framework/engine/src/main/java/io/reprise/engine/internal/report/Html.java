package io.reprise.engine.internal.report;

import java.util.List;
import java.util.Set;

/** Builds a page: every text that is put into it is escaped, what has been made of elements is not escaped again. */
final class Html {
    private static final Set<String> WITHIN_LINES = Set.of("code", "span");

    private final StringBuilder page = new StringBuilder();

    /** Opens an element. */
    Html open(String element, String... attributes) {
        page.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            page.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        page.append('>');
        return this;
    }

    /** Closes an element; a line ends there, unless it would show. */
    Html close(String element) {
        page.append("</").append(element).append(WITHIN_LINES.contains(element) ? ">" : ">\n");
        return this;
    }

    /** Adds a text. */
    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /** Adds an element that holds nothing but a text. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** Adds what is HTML already. */
    Html raw(String html) {
        page.append(html);
        return this;
    }

    /**
     * Adds a table.
     *
     * @param caption one line above it; none if it is empty
     * @param numbers for each column whether it holds numbers, which stand on the right
     */
    Html table(String caption, List<String> columns, List<List<String>> rows, List<Boolean> numbers) {
        // The region can be reached and moved by keys where the table is wider than the window.
        open(
                "div",
                "class",
                "wide",
                "role",
                "region",
                "tabindex",
                "0",
                "aria-label",
                caption.isEmpty() ? "table" : caption);
        open("table");
        if (!caption.isEmpty()) {
            element("caption", caption);
        }
        open("thead").open("tr");
        for (int c = 0; c < columns.size(); c++) {
            cell("th", columns.get(c), numbers.get(c), "scope", "col");
        }
        close("tr").close("thead").open("tbody");
        for (List<String> row : rows) {
            open("tr");
            for (int c = 0; c < row.size(); c++) {
                cell("td", row.get(c), c < numbers.size() && numbers.get(c));
            }
            close("tr");
        }
        close("tbody").close("table").close("div");
        return this;
    }

    private void cell(String element, String text, boolean number, String... attributes) {
        if (number) {
            String[] more = java.util.Arrays.copyOf(attributes, attributes.length + 2);
            more[attributes.length] = "class";
            more[attributes.length + 1] = "number";
            element(element, text, more);
        } else {
            element(element, text, attributes);
        }
    }

    /** Text in which no character means anything to HTML; what no page may hold becomes a replacement character. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    boolean forbidden = (Character.isISOControl(c) && c != '\n' && c != '\t')
                            || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                            || (c & 0xFFFE) == 0xFFFE;
                    escaped.appendCodePoint(forbidden && c != '\r' ? 0xFFFD : c);
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
