package io.reprise.memory.sparsey;

/**
 * What a mac is made of.
 *
 * @param modules Q, the number of competitive modules
 * @param units K, the units of a module
 * @param selection how codes are chosen
 * @param weighting how much what comes from where counts
 * @param freezeAt the share of set weights above which a mac learns no more
 * @param freezeUnitAt the share of a unit's set weights above which it learns no more
 * @param permanence how long weights last
 */
record MacSettings(
        int modules,
        int units,
        CodeSelection selection,
        Weighting weighting,
        double freezeAt,
        double freezeUnitAt,
        Synapses.Permanence permanence) {
    /**
     * The exponents of {@code V = u^bottomUp h^horizontal d^topDown}.
     *
     * @param bottomUp of what comes from the input
     * @param horizontal of what comes from the mac's own code at the time before
     * @param topDown of what comes from the code of the mac above at the time before
     */
    record Weighting(double bottomUp, double horizontal, double topDown) {
        static final Weighting EQUAL = new Weighting(1, 1, 1);
    }
}
