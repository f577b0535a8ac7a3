package io.reprise.molecules.selfies;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a SMILES text (the authors' {@code smiles_utils.py}): the organic subset, aromatic atoms, bracket atoms, bonds
 * {@code - = # : / \}, branches, rings, and fragments separated by dots. Wildcards, quadruple bonds and rings across a dot are
 * refused.
 */
final class SmilesReader {
    private final String text;
    private final BondConstraints constraints;
    private final Molecule molecule = new Molecule();
    private int position;

    private SmilesReader(String text, BondConstraints constraints) {
        this.text = text;
        this.constraints = constraints;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedMoleculeException if it is no SMILES
     */
    static Molecule read(String text, BondConstraints constraints) {
        if (text.isEmpty()) {
            throw new MalformedMoleculeException("it is empty", 0);
        }
        SmilesReader reader = new SmilesReader(text, constraints);
        while (reader.position < text.length()) {
            reader.readFragment();
        }
        return reader.molecule;
    }

    private record OpenRing(Atom atom, int place, char bond, int position) {}

    private record OpenBranch(Atom before, int position) {}

    private void readFragment() {
        int start = position;
        Atom before = null;
        boolean wantsAtom = true;
        Deque<OpenBranch> branches = new ArrayDeque<>();
        Map<Integer, OpenRing> rings = new LinkedHashMap<>();
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '.') {
                position++;
                break;
            }
            char bond = readBond();
            int at = position;
            if (position == text.length()) {
                throw new MalformedMoleculeException("a bond leads nowhere", at - 1);
            }
            c = text.charAt(position);
            if (isLetter(c) || c == '[') {
                before = readAtom(before, bond);
                wantsAtom = false;
            } else if (c != '(' && c != ')' && c != '%' && !isDigit(c)) {
                throw new MalformedMoleculeException("'" + c + "' means nothing here", at);
            } else if (wantsAtom) {
                throw new MalformedMoleculeException("a chain begins with '" + c + "' and not with an atom", at);
            } else if (c == '(') {
                branches.push(new OpenBranch(before, at));
                wantsAtom = true;
                position++;
            } else if (c == ')') {
                if (branches.isEmpty()) {
                    throw new MalformedMoleculeException("')' closes no branch", at);
                }
                before = branches.pop().before();
                position++;
            } else {
                readRing(before, bond, rings);
            }
        }
        if (before == null) {
            throw new MalformedMoleculeException("a fragment has no atoms", start);
        }
        if (!branches.isEmpty()) {
            throw new MalformedMoleculeException(
                    "'(' is never closed", branches.peek().position());
        }
        for (Map.Entry<Integer, OpenRing> open : rings.entrySet()) {
            throw new MalformedMoleculeException(
                    "ring " + open.getKey() + " is never closed",
                    open.getValue().position());
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The bond character here, or {@link Bond#NO_STEREO} where none is written. */
    private char readBond() {
        char c = text.charAt(position);
        if ("-=#:/\\".indexOf(c) < 0) {
            return 0;
        }
        position++;
        return c;
    }

    private static int halfOrder(char bond) {
        return switch (bond) {
            case '=' -> Bond.DOUBLE;
            case '#' -> Bond.TRIPLE;
            case ':' -> Bond.AROMATIC;
            default -> Bond.SINGLE;
        };
    }

    private static char stereo(char bond) {
        return bond == '/' || bond == '\\' ? bond : Bond.NO_STEREO;
    }

    // --- atoms ---

    private Atom readAtom(Atom before, char bond) {
        int at = position;
        boolean aromatic;
        AtomType type;
        if (text.charAt(at) == '[') {
            int end = text.indexOf(']', at + 1);
            if (end < 0) {
                throw new MalformedMoleculeException("'[' is never closed", at);
            }
            BracketAtom atom = BracketAtom.read(text, at + 1, end);
            type = atom.type(constraints);
            aromatic = atom.aromatic();
            position = end + 1;
        } else {
            boolean two = text.startsWith("Cl", at) || text.startsWith("Br", at);
            String symbol = text.substring(at, at + (two ? 2 : 1));
            String element = Elements.ofAromatic(symbol);
            aromatic = element != null;
            if (!aromatic && !Elements.isOrganic(symbol)) {
                throw new MalformedMoleculeException("'" + symbol + "' is no atom that can stand without brackets", at);
            }
            type = AtomType.bare(aromatic ? element : symbol, constraints);
            position += symbol.length();
        }
        if (before == null) {
            return molecule.addRoot(type, aromatic, new Atom.Source(at, null));
        }
        int halfOrder = bond == 0 && before.aromatic && aromatic ? Bond.AROMATIC : halfOrder(bond);
        return molecule.addBonded(before, halfOrder, stereo(bond), type, aromatic, new Atom.Source(at, null));
    }

    // --- rings ---

    private void readRing(Atom atom, char bond, Map<Integer, OpenRing> rings) {
        int at = position;
        int number = readRingNumber();
        OpenRing open = rings.remove(number);
        if (open == null) {
            rings.put(number, new OpenRing(atom, Molecule.reservePlace(atom), bond, at));
            return;
        }
        if (open.atom() == atom || Molecule.between(open.atom(), atom) != null) {
            throw new MalformedMoleculeException(
                    "ring " + number + " joins atoms that are bonded already", open.position());
        }
        boolean agree = open.bond() == bond
                || open.bond() == 0
                || bond == 0
                || (stereo(open.bond()) != Bond.NO_STEREO && stereo(bond) != Bond.NO_STEREO);
        if (!agree) {
            throw new MalformedMoleculeException(
                    "ring " + number + " begins with the bond '" + open.bond() + "' and ends with '" + bond + "'",
                    open.position());
        }
        boolean aromatic = open.bond() == 0 && bond == 0 && open.atom().aromatic && atom.aromatic;
        int halfOrder = aromatic ? Bond.AROMATIC : Math.max(halfOrder(open.bond()), halfOrder(bond));
        Molecule.closeRing(open.atom(), open.place(), stereo(open.bond()), atom, stereo(bond), halfOrder);
    }

    private int readRingNumber() {
        char c = text.charAt(position);
        if (c != '%') {
            position++;
            return c - '0';
        }
        if (position + 2 >= text.length()
                || !isDigit(text.charAt(position + 1))
                || !isDigit(text.charAt(position + 2))) {
            throw new MalformedMoleculeException("two digits must follow '%'", position);
        }
        // "%05" is another ring than "5", as in the authors' reader.
        int number = 100 + 10 * (text.charAt(position + 1) - '0') + (text.charAt(position + 2) - '0');
        position += 3;
        return number;
    }
}
