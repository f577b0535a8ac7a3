package io.reprise.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What is said about work in progress.
 *
 * @param label what is being done
 * @param done how much of it
 * @param total how much there is to do; 0 or less where that is unknown
 * @param details more, the most important first; what does not fit is left out from the end
 */
public record ProgressLine(String label, long done, long total, List<String> details) {
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;
    private static final String GAP = "  ";

    public ProgressLine {
        details = List.copyOf(details);
    }

    /** Without a bar, on a line of its own. */
    public String plain() {
        return String.join(GAP, parts());
    }

    /** With a bar, in at most so many columns. */
    public String bar(int width) {
        List<String> parts = parts();
        if (total > 0) {
            while (parts.size() > 2 && length(parts) + GAP.length() + NARROWEST_BAR > width) {
                parts.remove(parts.size() - 1);
            }
            int room = Math.min(WIDEST_BAR, width - length(parts) - GAP.length());
            if (room >= NARROWEST_BAR) {
                parts.add(1, bar(room, Math.min(1, (double) done / total)));
            }
        }
        while (parts.size() > 1 && length(parts) > width) {
            parts.remove(parts.size() - 1);
        }
        String line = String.join(GAP, parts);
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        parts.add(label);
        if (total > 0) {
            parts.add(done + "/" + total);
        } else if (done > 0) {
            parts.add(Long.toString(done));
        }
        parts.addAll(details);
        return parts;
    }

    private static String bar(int width, double fraction) {
        int inner = width - 2;
        int filled = (int) (inner * fraction);
        return "[" + "#".repeat(filled) + "-".repeat(inner - filled) + "]";
    }

    private static int length(List<String> parts) {
        int length = GAP.length() * (parts.size() - 1);
        for (String part : parts) {
            length += part.length();
        }
        return length;
    }
}
