package io.reprise.cli.text;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Quantities {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Quantities() {}

    /** A number with about four significant digits; whole numbers whole. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) {
            return String.format(Locale.ROOT, "%.0f", value + 0.0);
        }
        if (size >= 1e6 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : size >= 0.1 ? 4 : size >= 0.01 ? 5 : 6;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A count with its thousands apart: {@code 1 234 567}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    /** A size in bytes: {@code 1.4 MB}; units of a thousand. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 999.5 && unit < BYTE_UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || size >= 9.95 ? "%.0f %s" : "%.1f %s", size, BYTE_UNITS[unit]);
    }

    /** A duration: {@code 0.8 s}, {@code 12 s}, {@code 4:05 min}, {@code 2:03:30 h}. */
    public static String duration(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** A rate of steps: {@code 31.2 steps/s}, or {@code 4.2 s/step} where it is below one half. */
    public static String rate(double stepsPerSecond) {
        if (stepsPerSecond >= 0.5) {
            return String.format(Locale.ROOT, stepsPerSecond >= 100 ? "%.0f steps/s" : "%.1f steps/s", stepsPerSecond);
        }
        return String.format(Locale.ROOT, "%.1f s/step", 1 / stepsPerSecond);
    }

    /** {@code 1 method}, {@code 2 methods}. */
    public static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
