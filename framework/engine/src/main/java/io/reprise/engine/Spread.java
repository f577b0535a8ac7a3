package io.reprise.engine;

/**
 * Several measurements of one quantity.
 *
 * @param mean their mean
 * @param deviation their standard deviation as a sample (divided by n - 1); NaN for fewer than two
 * @param n how many there are, at least one
 */
public record Spread(double mean, double deviation, int n) {}
