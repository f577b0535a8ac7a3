package io.reprise.molecules.selfies;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Writes a molecule as SELFIES (the authors' {@code encoder.py}), depth first: an atom with the bond before it; at the later
 * end of a ring {@code [Ring]} and how far back the other end lies; before each side chain {@code [Branch]} and its length.
 */
final class Encoding {
    private final StringBuilder text = new StringBuilder();
    /** For each symbol of an atom: its number, and where in the SMILES the atom stands. */
    private final StringBuilder attribution = new StringBuilder();

    private int symbols;
    /** The number of symbols of the chain that begins with each atom. */
    private final int[] length;

    private Encoding(Molecule molecule) {
        length = new int[molecule.atoms().size()];
        // An atom's chain goes on with later atoms only.
        for (int i = length.length - 1; i >= 0; i--) {
            length[i] = chainLength(molecule.atoms().get(i));
        }
    }

    /**
     * A molecule as SELFIES.
     *
     * @param attribution for each symbol of an atom {@code SYMBOL:CHARACTER}: its number, and the place of the atom in the SMILES
     */
    record Written(String selfies, String attribution) {}

    /** Writes a kekulised molecule; changes how its stereo centres are written. */
    static Written write(Molecule molecule) {
        for (Atom atom : molecule.atoms()) {
            if (!atom.chirality.isEmpty() && atom.inRing && isOdd(orderWhenDecoded(atom.out))) {
                atom.invert();
            }
        }
        Encoding encoding = new Encoding(molecule);
        for (Atom root : molecule.roots()) {
            if (root.index > 0) {
                encoding.text.append('.');
            }
            encoding.writeFragment(root);
        }
        return new Written(encoding.text.toString(), encoding.attribution.toString());
    }

    // --- chirality ---

    /** The places of an atom's bonds in the order in which they come when the SELFIES is decoded: rings before branches. */
    private static List<Integer> orderWhenDecoded(List<Bond> out) {
        List<Integer> closings = new ArrayList<>();
        List<Integer> openings = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            Bond bond = out.get(i);
            if (!bond.ring) {
                others.add(i);
            } else if (bond.from.index < bond.to.index) {
                openings.add(i);
            } else {
                closings.add(i);
            }
        }
        openings.sort(Comparator.comparingInt(i -> out.get(i).to.index));
        List<Integer> order = new ArrayList<>(closings);
        order.addAll(openings);
        order.addAll(others);
        return order;
    }

    private static boolean isOdd(List<Integer> permutation) {
        int inversions = 0;
        for (int i = 0; i < permutation.size(); i++) {
            for (int j = i + 1; j < permutation.size(); j++) {
                inversions += permutation.get(i) > permutation.get(j) ? 1 : 0;
            }
        }
        return inversions % 2 != 0;
    }

    // --- writing ---

    private int chainLength(Atom atom) {
        int symbols = 1;
        for (int i = 0; i < atom.out.size(); i++) {
            Bond bond = atom.out.get(i);
            if (!bond.ring) {
                int chain = length[bond.to.index];
                symbols += i == atom.out.size() - 1 ? chain : 1 + digits(chain - 1) + chain;
            } else if (bond.from.index > bond.to.index) {
                symbols += 1 + digits(bond.from.index - bond.to.index - 1);
            }
        }
        return symbols;
    }

    private static int digits(int index) {
        int digits = 1;
        for (int rest = index / Symbol.INDEX_ALPHABET.size(); rest > 0; rest /= Symbol.INDEX_ALPHABET.size()) {
            digits++;
        }
        return digits;
    }

    /** An atom whose bonds from {@code next} on are still to be written. */
    private static final class Place {
        final Atom atom;
        int next;

        Place(Atom atom) {
            this.atom = atom;
        }
    }

    private void writeFragment(Atom root) {
        Deque<Place> outer = new ArrayDeque<>();
        Place place = begin(null, root);
        while (true) {
            if (place.next == place.atom.out.size()) {
                if (outer.isEmpty()) {
                    return;
                }
                place = outer.pop();
                continue;
            }
            Bond bond = place.atom.out.get(place.next++);
            if (bond.ring) {
                if (bond.from.index > bond.to.index) {
                    writeRing(bond);
                }
            } else {
                if (place.next < place.atom.out.size()) {
                    outer.push(place);
                    int chain = length[bond.to.index];
                    text.append('[');
                    bond.appendOrder(text);
                    text.append("Branch").append(digits(chain - 1)).append(']');
                    writeIndex(chain - 1);
                }
                place = begin(bond, bond.to);
            }
        }
    }

    private Place begin(Bond into, Atom atom) {
        text.append('[');
        if (into != null && into.stereo != Bond.NO_STEREO) {
            text.append(into.stereo);
        } else if (into != null) {
            into.appendOrder(text);
        }
        atom.appendTo(text);
        text.append(']');
        attribution.append(attribution.isEmpty() ? "" : " ");
        attribution.append(symbols++).append(':').append(atom.source.place());
        return new Place(atom);
    }

    private void writeRing(Bond closing) {
        Bond opening = Molecule.reverse(closing);
        int index = closing.from.index - closing.to.index - 1;
        text.append('[');
        if (closing.halfOrder != Bond.SINGLE
                || (opening.stereo == Bond.NO_STEREO && closing.stereo == Bond.NO_STEREO)) {
            opening.appendOrder(text);
        } else {
            text.append(opening.stereo == Bond.NO_STEREO ? '-' : opening.stereo);
            text.append(closing.stereo == Bond.NO_STEREO ? '-' : closing.stereo);
        }
        text.append("Ring").append(digits(index)).append(']');
        writeIndex(index);
    }

    private void writeIndex(int index) {
        int base = Symbol.INDEX_ALPHABET.size();
        int place = 1;
        for (int digits = digits(index); digits > 1; digits--) {
            place *= base;
        }
        symbols++;
        for (int rest = place; rest > 0; rest /= base) {
            symbols++;
            text.append(Symbol.INDEX_ALPHABET.get(index / rest % base));
        }
    }
}
