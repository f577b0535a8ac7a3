package io.reprise.spiking.adaptivereservoir;

/** How a neuron's rate follows from its input. */
enum Activation {
    /** {@code 1 / (1 + exp(-z))}: rates between 0 and 1, for neurons that obey Dale's law. */
    LOGISTIC(0.5) {
        @Override
        double of(double z) {
            return 1 / (1 + Math.exp(-z));
        }

        @Override
        double slope(double x) {
            return x * (1 - x);
        }
    },

    /** {@code tanh(z)}, of echo state networks. */
    TANH(0) {
        @Override
        double of(double z) {
            return Math.tanh(z);
        }

        @Override
        double slope(double x) {
            return 1 - x * x;
        }
    };

    private final double rest;

    Activation(double rest) {
        this.rest = rest;
    }

    /** The rate at no input, from which networks start. */
    double rest() {
        return rest;
    }

    /** The rate. */
    abstract double of(double z);

    /** How the rate changes with the input, where the rate is x. */
    abstract double slope(double x);
}
