package io.reprise.molecules.selfies;

import java.util.ArrayList;
import java.util.List;

/**
 * A molecular graph that remembers how it was written: each fragment's first atom, and each atom's outgoing bonds in order.
 * Bonds of the spanning tree are directed from the earlier atom to the later; ring bonds lie in the lists of both ends.
 */
final class Molecule {
    private final List<Atom> atoms = new ArrayList<>();
    private final List<Atom> roots = new ArrayList<>();

    List<Atom> atoms() {
        return atoms;
    }

    List<Atom> roots() {
        return roots;
    }

    Atom addRoot(AtomType type, boolean aromatic, Atom.Source source) {
        Atom atom = add(type, aromatic, source);
        roots.add(atom);
        return atom;
    }

    private Atom add(AtomType type, boolean aromatic, Atom.Source source) {
        Atom atom = new Atom(atoms.size(), type, aromatic, source);
        atoms.add(atom);
        return atom;
    }

    Atom addBonded(Atom before, int halfOrder, char stereo, AtomType type, boolean aromatic, Atom.Source source) {
        Atom atom = add(type, aromatic, source);
        before.out.add(new Bond(before, atom, halfOrder, stereo, false));
        count(before, atom, halfOrder);
        return atom;
    }

    /** Keeps a place in an atom's list for a ring bond whose other end comes later. */
    static int reservePlace(Atom atom) {
        atom.out.add(null);
        return atom.out.size() - 1;
    }

    /** A ring bond at the place that was kept at one end, and last at the other. */
    static void closeRing(Atom a, int place, char stereoA, Atom b, char stereoB, int halfOrder) {
        a.out.set(place, new Bond(a, b, halfOrder, stereoA, true));
        b.out.add(new Bond(b, a, halfOrder, stereoB, true));
        count(a, b, halfOrder);
        a.inRing = true;
        b.inRing = true;
    }

    /** A ring bond inserted at a place of each end. */
    static void insertRing(Atom a, int placeA, char stereoA, Atom b, int placeB, char stereoB, int halfOrder) {
        a.out.add(placeA, new Bond(a, b, halfOrder, stereoA, true));
        b.out.add(placeB, new Bond(b, a, halfOrder, stereoB, true));
        count(a, b, halfOrder);
        a.inRing = true;
        b.inRing = true;
    }

    private static void count(Atom a, Atom b, int halfOrder) {
        a.halfBonds += halfOrder;
        b.halfBonds += halfOrder;
        if (halfOrder == Bond.AROMATIC) {
            a.delocalised.add(b);
            b.delocalised.add(a);
        }
    }

    /** The bond between two atoms as it lies in the first one's list, or null. */
    private static Bond directed(Atom from, Atom to) {
        for (Bond bond : from.out) {
            if (bond != null && bond.to == to) {
                return bond;
            }
        }
        return null;
    }

    /** The bond between two atoms, from the earlier of them, or null. */
    static Bond between(Atom a, Atom b) {
        return a.index < b.index ? directed(a, b) : directed(b, a);
    }

    /** The same ring bond from its other end. */
    static Bond reverse(Bond ring) {
        return directed(ring.to, ring.from);
    }

    /** Changes the order of a bond, at both ends where it is a ring bond. */
    static void setOrder(Bond bond, int halfOrder) {
        int more = halfOrder - bond.halfOrder;
        bond.from.halfBonds += more;
        bond.to.halfBonds += more;
        bond.halfOrder = halfOrder;
        if (bond.ring) {
            reverse(bond).halfOrder = halfOrder;
        }
    }
}
