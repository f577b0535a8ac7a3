package io.reprise.molecules.selfies;

/**
 * What is written of an atom.
 *
 * @param isotope the mass number, or {@link Atom#NOT_GIVEN}
 * @param chirality {@code ""}, {@code "@"} or {@code "@@"}
 * @param hydrogens the hydrogens written with it, or {@link Atom#NOT_GIVEN} where they are implied
 * @param capacity how many bonds it can have besides those to its written hydrogens; negative where these are too many
 */
record AtomType(String element, int isotope, String chirality, int hydrogens, int charge, int capacity) {
    static AtomType bare(String element, BondConstraints constraints) {
        return new AtomType(element, Atom.NOT_GIVEN, "", Atom.NOT_GIVEN, 0, constraints.capacity(element, 0));
    }

    static AtomType of(
            String element, int isotope, String chirality, int hydrogens, int charge, BondConstraints constraints) {
        return new AtomType(
                element, isotope, chirality, hydrogens, charge, constraints.capacity(element, charge) - hydrogens);
    }
}
