package io.reprise.spiking.adaptivereservoir;

/**
 * The balance in one step instead of by adaptation: if all neurons fired at their targets and inputs were 0 on average, neuron
 * i would get {@code sum_j W_ij rho_j}, and fire at rho_i if that were {@code logit(rho_i)}. So its inhibitory synapses are
 * multiplied by
 * <pre>
 *   max(0, (sum_{j excites} W_ij rho_j - logit(rho_i)) / sum_{j inhibits} |W_ij| rho_j)
 * </pre>
 */
final class InhibitoryDesign {
    private InhibitoryDesign() {}

    /**
     * Scales the inhibitory synapses of each neuron.
     *
     * @param excitatory the number of neurons that excite, the first ones
     * @param rho target rates, {@code [N]}
     */
    static void apply(Recurrence recurrence, int excitatory, double[] rho) {
        int[] inhibitory = InhibitoryPlasticity.inhibitory(recurrence, excitatory);
        double[] w = recurrence.weight;
        for (int i = 0; i < rho.length; i++) {
            double excitation = 0;
            for (int k = recurrence.begin[i]; k < inhibitory[i]; k++) {
                excitation += w[k] * rho[recurrence.from[k]];
            }
            double inhibition = 0;
            for (int k = inhibitory[i]; k < recurrence.begin[i + 1]; k++) {
                inhibition -= w[k] * rho[recurrence.from[k]];
            }
            if (inhibition == 0) {
                continue;
            }
            double logit = Math.log(rho[i] / (1 - rho[i]));
            double factor = Math.max(0, (excitation - logit) / inhibition);
            for (int k = inhibitory[i]; k < recurrence.begin[i + 1]; k++) {
                w[k] = Math.min(w[k] * factor, InhibitoryPlasticity.WEAKEST);
            }
        }
    }
}
