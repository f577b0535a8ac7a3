package io.reprise.molecules.selfies;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a molecule as SMILES: depth first, bonds in their own order, all but the last in parentheses; rings are numbered as
 * they are met, and no number is used again.
 */
final class SmilesWriter {
    private final StringBuilder text = new StringBuilder();
    private final Map<Long, Integer> rings = new HashMap<>();

    private SmilesWriter() {}

    static String write(Molecule molecule) {
        SmilesWriter writer = new SmilesWriter();
        for (Atom root : molecule.roots()) {
            if (root.index > 0) {
                writer.text.append('.');
            }
            writer.writeFragment(root);
        }
        return writer.text.toString();
    }

    /**
     * Says for each atom, in the order in which they are written, which symbols made it: {@code ELEMENT:SYMBOL}, or {@code
     * ELEMENT:BRANCH,...,SYMBOL} in branches; the symbols are numbered from 0.
     */
    static String attribution(Molecule molecule) {
        StringBuilder text = new StringBuilder();
        for (Atom atom : molecule.atoms()) {
            Deque<Integer> places = new ArrayDeque<>();
            for (Atom.Source source = atom.source; source != null; source = source.branch()) {
                places.push(source.place());
            }
            text.append(text.isEmpty() ? "" : " ").append(atom.element).append(':');
            text.append(places.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return text.toString();
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
        Deque<Place> branches = new ArrayDeque<>();
        Place place = begin(root);
        while (true) {
            if (place.next == place.atom.out.size()) {
                if (branches.isEmpty()) {
                    return;
                }
                place = branches.pop();
                text.append(')');
                continue;
            }
            Bond bond = place.atom.out.get(place.next++);
            if (bond.ring) {
                writeRing(bond);
                continue;
            }
            if (place.next < place.atom.out.size()) {
                branches.push(place);
                text.append('(');
            }
            bond.appendTo(text);
            place = begin(bond.to);
        }
    }

    private Place begin(Atom atom) {
        if (atom.isBare()) {
            atom.appendTo(text);
        } else {
            text.append('[');
            atom.appendTo(text);
            text.append(']');
        }
        return new Place(atom);
    }

    private void writeRing(Bond bond) {
        bond.appendTo(text);
        long ends = ((long) Math.min(bond.from.index, bond.to.index) << Integer.SIZE)
                | Math.max(bond.from.index, bond.to.index);
        int number = rings.computeIfAbsent(ends, none -> rings.size() + 1);
        text.append(number >= 10 ? "%" : "").append(number);
    }
}
