package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A setting of reservoirs whose influence is studied. */
enum Parameter {
    /** gE: the mean total excitation of a neuron. */
    GAIN(0, 1e6),
    /** Total inhibition over total excitation. */
    BALANCE(0, 1e6),
    /** s: the largest weight of an input. */
    INPUT_SCALE(0, 1e6),
    /** m: the target rate, or the mean of target rates. */
    TARGET(0.01, 0.99),
    /** Of an echo state network. */
    SPECTRAL_RADIUS(0, 1e3);

    private final double least;
    private final double most;

    Parameter(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** As in pipelines, for instance {@code input-scale}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For axes, for instance {@code input scale}. */
    String label() {
        return word().replace('-', ' ');
    }

    /**
     * Checks that the value is possible.
     *
     * @param setting where it was given
     */
    void check(double value, String setting) {
        if (!(value >= least && value <= most)) {
            throw RepriseException.problem("A " + label() + " of " + value + " is not possible")
                    .at(setting)
                    .expected("between " + least + " and " + most);
        }
    }

    /**
     * Checks that all of the changed parameters are among those that a kind of reservoir has.
     *
     * @param kind the reservoir's name
     */
    static void check(Map<Parameter, Double> changed, Set<Parameter> known, String kind) {
        Set<Parameter> unknown = new TreeSet<>(changed.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw RepriseException.problem("The reservoir '" + kind + "' has no "
                            + unknown.iterator().next().label() + " to vary")
                    .at("reservoir-sweep")
                    .expected(String.join(
                            " or ", known.stream().sorted().map(Parameter::word).toList()))
                    .hint("Vary one of these, or take another model.");
        }
    }
}
