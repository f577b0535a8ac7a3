package io.reprise.memory.sparsey;

import io.reprise.api.RepriseException;

/**
 * How a mac chooses the code of an input, from how well the input fits each unit.
 *
 * <p>With {@code V_i} in [0, 1] the share of the active inputs that a unit has seen before, and {@code G} the mean over
 * competitive modules of the largest V, the familiarity of the input:
 * <pre>
 *   additive   eta = 1 + (max(0, G - G-) / (1 - G-))^gamma chi K;   psi_i = (eta - 1) sigmoid(lambda V_i - phi) + 1
 *   repository eta = max(0, chi (G - G-) / (1 - G-));                psi_i = eta sigmoid(lambda V_i - phi) + 1e-6
 * </pre>
 * and in each module one winner is drawn with probability {@code psi_i / sum of psi}. With the additive form an unfamiliar
 * input gets a code at random, a familiar one nearly its old code, and the code of what is in between overlaps accordingly
 * (Rinkus 2014). The other form is that of the testing system's {@code sparsey_layer.py}: there eta multiplies all
 * units alike and nearly cancels.
 *
 * @param form which of the two
 * @param lambda steepness of the sigmoid over V
 * @param phi lambda times the V at which the sigmoid is one half
 * @param chi height of the sigmoid; times K in the additive form
 * @param gamma exponent of the familiarity
 * @param gMin G-, the familiarity up to which an input counts as new
 */
record CodeSelection(Form form, double lambda, double phi, double chi, double gamma, double gMin) {
    /** The two forms. */
    enum Form {
        /** A uniform chance plus what familiarity adds. */
        ADDITIVE,
        /** As in the testing system. */
        REPOSITORY
    }

    private static final double FLOOR = 1e-6;

    CodeSelection {
        if (!(gMin >= 0 && gMin < 1)) {
            throw RepriseException.problem("gMin is " + gMin).at("model.gMin").expected("from 0 to below 1");
        }
    }

    /**
     * The weights by which a module draws its winner.
     *
     * @param v {@code [K]}: V of its units; becomes psi
     * @param g the familiarity
     */
    void weigh(double[] v, double g) {
        double familiar = Math.max(0, g - gMin) / (1 - gMin);
        double eta = form == Form.ADDITIVE ? Math.pow(familiar, gamma) * chi * v.length : familiar * chi;
        double floor = form == Form.ADDITIVE ? 1 : FLOOR;
        for (int i = 0; i < v.length; i++) {
            v[i] = eta / (1 + Math.exp(phi - lambda * v[i])) + floor;
        }
    }
}
