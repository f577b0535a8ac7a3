package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.RandomSource;

/**
 * The rates rho that neurons are to reach.
 *
 * @param mean m
 * @param concentration c
 */
record TargetRates(Distribution distribution, double mean, double concentration, double low, double high) {
    /** How targets differ from neuron to neuron. */
    public enum Distribution {
        /** All are m. */
        EQUAL,
        /** {@code Beta(c m, c (1 - m))}, with mean m. */
        BETA,
        /** {@code U(low, high)}. */
        UNIFORM
    }

    /** Rates nearer to 0 or 1 than this want an infinite input. */
    private static final double MARGIN = 1e-3;

    /** The targets of so many neurons. */
    double[] draw(int neurons, RandomSource random) {
        double[] rho = new double[neurons];
        for (int i = 0; i < neurons; i++) {
            double drawn =
                    switch (distribution) {
                        case EQUAL -> mean;
                        case BETA -> beta(random);
                        case UNIFORM -> low + (high - low) * random.nextDouble();
                    };
            rho[i] = Math.max(MARGIN, Math.min(1 - MARGIN, drawn));
        }
        return rho;
    }

    private double beta(RandomSource random) {
        double a = random.nextGamma(concentration * mean);
        double b = random.nextGamma(concentration * (1 - mean));
        // Both can vanish where shapes are tiny; the distribution has then its weight at the ends.
        return a + b == 0 ? (random.nextDouble() < mean ? 1 : 0) : a / (a + b);
    }
}
