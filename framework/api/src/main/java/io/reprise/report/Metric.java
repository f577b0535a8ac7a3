package io.reprise.report;

/**
 * One measured number.
 *
 * @param name lower case with dots and hyphens, for instance {@code validation.loss}
 * @param value the number
 * @param unit its unit, for instance {@code nats/byte}; empty for a plain number
 */
public record Metric(String name, double value, String unit) {
    /** A plain number. */
    public static Metric of(String name, double value) {
        return new Metric(name, value, "");
    }

    /** A number with a unit. */
    public static Metric of(String name, double value, String unit) {
        return new Metric(name, value, unit);
    }
}
