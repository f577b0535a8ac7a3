package io.reprise.engine.internal.figure;

import java.awt.Color;

/** The colours of a figure. */
enum Theme {
    /** For paper and light pages. */
    LIGHT(
            "", 0xFFFFFF, 0x1A1A1A, 0xD8D8D8, 0x6B6B6B, 0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x000000, 0x56B4E9,
            0xD55E00),
    /** For dark pages. */
    DARK(
            "-dark", 0x16181D, 0xE8E8E8, 0x3A3E45, 0x9AA0A8, 0x56B4E9, 0xE69F00, 0x2CC295, 0xE3A0C4, 0xF5F5F5, 0x4C9BE8,
            0xF07C3E);

    private final String suffix;
    private final Color background;
    private final Color text;
    private final Color grid;
    private final Color marks;
    private final Color[] series;

    /**
     * Colours.
     *
     * @param series Okabe and Ito's, which people with colour-blindness can tell apart, ordered so that neighbours differ in
     *     lightness; on a dark ground those that would be too dark are lighter
     */
    Theme(String suffix, int background, int text, int grid, int marks, int... series) {
        this.suffix = suffix;
        this.background = new Color(background);
        this.text = new Color(text);
        this.grid = new Color(grid);
        this.marks = new Color(marks);
        this.series = new Color[series.length];
        for (int i = 0; i < series.length; i++) {
            this.series[i] = new Color(series[i]);
        }
    }

    /** What a file's name has before its ending. */
    String suffix() {
        return suffix;
    }

    Color background() {
        return background;
    }

    Color text() {
        return text;
    }

    Color grid() {
        return grid;
    }

    Color marks() {
        return marks;
    }

    Color[] series() {
        return series.clone();
    }
}
