package io.reprise.engine.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A figure of a run's folder, to be put into a page: the drawing itself, light and dark. */
final class FigureFile {
    /** A drawing with more characters would make the page slow; its image stands there instead. */
    private static final long LONGEST_DRAWING = 600_000;

    private static final long LARGEST_IMAGE = 4_000_000;

    private static final Pattern PROLOGUE = Pattern.compile("(?s)^.*?(?=<svg)");
    private static final Pattern ID = Pattern.compile("(\\bid=\"|url\\(#|href=\"#)");
    private static final Pattern SIZE =
            Pattern.compile("<svg\\b[^>]*?\\bwidth=\"([0-9.]+)\"[^>]*?\\bheight=\"([0-9.]+)\"");
    private static final Pattern SIZE_REVERSED =
            Pattern.compile("<svg\\b[^>]*?\\bheight=\"([0-9.]+)\"[^>]*?\\bwidth=\"([0-9.]+)\"");

    private final Path folder;
    private final String file;
    private final String title;

    /**
     * A figure.
     *
     * @param file its path from the run's folder, without ending
     */
    FigureFile(Path folder, String file, String title) {
        this.folder = folder;
        this.file = file;
        this.title = title;
    }

    /**
     * Writes the figure into the page.
     *
     * @param number which of the page's figures it is; keeps its names apart from those of others
     */
    void write(Html page, int number) throws IOException {
        boolean dark = Files.isReadable(path("-dark.svg"));
        page.open("figure");
        variant(page, "", dark ? "light" : "light always", "f" + number + "l-");
        if (dark) {
            variant(page, "-dark", "dark", "f" + number + "d-");
        }
        page.element("figcaption", title + " (" + file + ".svg, .png)").close("figure");
    }

    private Path path(String ending) {
        return folder.resolve(file + ending);
    }

    private void variant(Html page, String suffix, String kind, String prefix) throws IOException {
        Path svg = path(suffix + ".svg");
        Path png = path(suffix + ".png");
        page.open("div", "class", "drawing " + kind);
        if (Files.size(svg) <= LONGEST_DRAWING) {
            page.raw(inline(Files.readString(svg), prefix));
        } else if (Files.isReadable(png) && Files.size(png) <= LARGEST_IMAGE) {
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(png));
            page.raw("<img alt=\"" + Html.escaped(title) + "\" src=\"data:image/png;base64," + data + "\"/>");
        } else {
            page.element("p", "This figure is too large for the page; see the file.", "class", "note");
        }
        page.close("div");
    }

    /** A drawing as an element of a page, in which all names of all drawings share one space. */
    private String inline(String svg, String prefix) {
        String element = PROLOGUE.matcher(svg).replaceFirst("");
        String unique = ID.matcher(element).replaceAll(match -> Matcher.quoteReplacement(match.group() + prefix));
        Matcher size = SIZE.matcher(unique);
        Matcher reversed = SIZE_REVERSED.matcher(unique);
        String box = "";
        if (!unique.contains("viewBox") && size.find()) {
            box = " viewBox=\"0 0 " + size.group(1) + " " + size.group(2) + "\"";
        } else if (!unique.contains("viewBox") && reversed.find()) {
            box = " viewBox=\"0 0 " + reversed.group(2) + " " + reversed.group(1) + "\"";
        }
        return unique.replaceFirst(
                "<svg", Matcher.quoteReplacement("<svg role=\"img\" aria-label=\"" + Html.escaped(title) + "\"" + box));
    }
}
