package io.reprise.molecules.selfies;

import java.util.ArrayList;
import java.util.List;

/** One atom of a {@link Molecule}, with the bonds that lead out of it in the order in which they are written. */
final class Atom {
    static final int NOT_GIVEN = -1;

    final int index;
    final String element;
    /** The mass number, or {@link #NOT_GIVEN}. */
    final int isotope;
    /** The hydrogens written with the atom, or {@link #NOT_GIVEN} where they are implied. */
    final int hydrogens;

    final int charge;
    /** How many bonds it can have besides those to its written hydrogens. */
    final int capacity;
    /** {@code ""}, {@code "@"} or {@code "@@"}. */
    String chirality;

    boolean aromatic;
    /** Twice the sum of the orders of its bonds: aromatic bonds count one and a half. */
    int halfBonds;

    boolean inRing;
    /** The atoms that aromatic bonds lead to, in the order in which these were read. */
    final List<Atom> delocalised = new ArrayList<>(0);

    final List<Bond> out = new ArrayList<>(4);

    final Source source;

    /**
     * Where in a text something was read from.
     *
     * @param place of its character or symbol, counted from 0
     * @param branch where the branch that it lies in was read from, or null
     */
    record Source(int place, Source branch) {}

    Atom(int index, AtomType type, boolean aromatic, Source source) {
        this.index = index;
        this.source = source;
        this.element = type.element();
        this.isotope = type.isotope();
        this.chirality = type.chirality();
        this.hydrogens = type.hydrogens();
        this.charge = type.charge();
        this.capacity = type.capacity();
        this.aromatic = aromatic;
    }

    /** How many more bonds it can have. */
    int free() {
        return capacity - halfBonds / 2;
    }

    /** Mirrors it. */
    void invert() {
        chirality = switch (chirality) {
            case "@" -> "@@";
            case "@@" -> "@";
            default -> chirality;
        };
    }

    /** Appends isotope, element, chirality, hydrogens and charge; no brackets. */
    void appendTo(StringBuilder text) {
        if (isBare()) {
            text.append(element);
            return;
        }
        if (isotope != NOT_GIVEN) {
            text.append(isotope);
        }
        text.append(element).append(chirality);
        if (hydrogens > 0) {
            text.append('H').append(hydrogens);
        } else if (isotope == NOT_GIVEN && chirality.isEmpty() && charge == 0 && Elements.isOrganic(element)) {
            // Without it, it would be read as an atom with implied hydrogens.
            text.append("H0");
        }
        if (charge != 0) {
            text.append(charge > 0 ? "+" : "").append(charge);
        }
    }

    /** Whether it is written as its element alone. */
    boolean isBare() {
        return isotope == NOT_GIVEN && chirality.isEmpty() && hydrogens == NOT_GIVEN && charge == 0;
    }
}
