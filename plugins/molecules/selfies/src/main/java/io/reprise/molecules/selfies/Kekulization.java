package io.reprise.molecules.selfies;

import java.util.Arrays;
import java.util.List;

/**
 * Gives an aromatic molecule alternating single and double bonds: the atoms that still need a bond are paired by a perfect
 * matching of the aromatic subgraph, and each pair gets a double bond (the authors' {@code mol_graph.py}).
 */
final class Kekulization {
    private static final int DROPPED = -1;

    private Kekulization() {}

    /**
     * Replaces the aromatic bonds.
     *
     * @return whether it could be done; if not, the molecule is not to be used
     */
    static boolean apply(Molecule molecule) {
        List<Atom> aromatic = molecule.atoms().stream()
                .filter(atom -> atom.aromatic || !atom.delocalised.isEmpty())
                .toList();
        if (aromatic.isEmpty()) {
            return true;
        }
        int[] label = new int[molecule.atoms().size()];
        Arrays.fill(label, DROPPED);
        Atom[] kept = aromatic.stream().filter(Kekulization::needsDoubleBond).toArray(Atom[]::new);
        for (int i = 0; i < kept.length; i++) {
            label[kept[i].index] = i;
        }
        int[][] neighbours = new int[kept.length][];
        for (int i = 0; i < kept.length; i++) {
            neighbours[i] = kept[i].delocalised.stream()
                    .mapToInt(next -> label[next.index])
                    .filter(next -> next != DROPPED)
                    .toArray();
        }
        int[] mate = PerfectMatching.of(neighbours);
        if (mate == null) {
            return false;
        }
        for (Atom atom : aromatic) {
            for (Atom next : atom.delocalised) {
                Molecule.setOrder(Molecule.between(atom, next), Bond.SINGLE);
            }
            atom.aromatic = false;
        }
        for (int i = 0; i < mate.length; i++) {
            Molecule.setOrder(Molecule.between(kept[i], kept[mate[i]]), Bond.DOUBLE);
        }
        return true;
    }

    /** Whether an atom, its aromatic bonds counted as single ones, still has an electron to pair. */
    private static boolean needsDoubleBond(Atom atom) {
        int[] valences = Elements.aromaticValences(atom.element);
        if (atom.delocalised.isEmpty() || valences == null) {
            return false;
        }
        int used = (atom.halfBonds - atom.delocalised.size()) / 2;
        if (atom.hydrogens == Atom.NOT_GIVEN) {
            return Arrays.stream(valences).noneMatch(valence -> valence == used);
        }
        int withHydrogens = used + atom.hydrogens;
        if (Arrays.stream(valences).anyMatch(valence -> valence - atom.charge == withHydrogens)) {
            return false;
        }
        int bound = Math.max(0, atom.charge) + atom.hydrogens + atom.halfBonds / 2 + atom.halfBonds % 2;
        int radical = Math.max(0, Elements.valenceElectrons(atom.element) - bound) % 2;
        int free = valences[valences.length - 1] - atom.charge - withHydrogens - radical;
        return free >= 0 && free % 2 != 0;
    }
}
