package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.Tensor;

/**
 * A reservoir that adapts while a series goes in, from its start again when it has ended; the network's state goes on.
 */
final class Adaptation {
    private final InhibitoryPlasticity rule;
    private final double[] rho;
    private final double[] series;
    private final int length;
    private double[] x;
    private double[] next;

    /**
     * An adaptation.
     *
     * @param reservoir gives excitatory neurons and target rates
     * @param recurrence its dynamics, whose weights change
     * @param input the series, {@code [1,T,D]}
     * @param eta learning rate
     * @param x the state to begin with, {@code [N]}; not copied
     */
    Adaptation(AdaptiveReservoir reservoir, Recurrence recurrence, Tensor input, double eta, double[] x) {
        this.rho = reservoir.targetRates();
        this.rule = new InhibitoryPlasticity(recurrence, reservoir.excitatoryNeurons(), rho, eta);
        this.series = input.toDoubles();
        this.length = input.shape().size(1);
        this.x = x;
        this.next = new double[x.length];
    }

    /**
     * Goes on for some steps.
     *
     * @param first the number of the first of them
     * @return the mean over neurons of the distance between mean rate and target
     */
    double advance(long first, int steps) {
        double[] sum = new double[x.length];
        for (int t = 0; t < steps; t++) {
            rule.step(x, series, (int) ((first + t) % length), next);
            double[] last = x;
            x = next;
            next = last;
            for (int i = 0; i < x.length; i++) {
                sum[i] += x[i];
            }
        }
        double error = 0;
        for (int i = 0; i < x.length; i++) {
            error += Math.abs(sum[i] / steps - rho[i]) / x.length;
        }
        return error;
    }

    /** The network's state now. */
    double[] state() {
        return x;
    }
}
