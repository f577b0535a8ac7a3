package io.reprise.molecules.selfies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Translates between SMILES and SELFIES (Krenn, Häse, Nigam, Friederich, Aspuru-Guzik 2020, arXiv 1905.13741; the grammar of
 * version 2 of the authors' library). Safe for many threads.
 */
final class SelfiesCodec {
    /** What is kept of symbols that were read; texts from outside can hold endlessly many. */
    private static final int MOST_KEPT = 10_000;

    private static final String PADDING = "[nop]";

    private final BondConstraints constraints;
    private final Map<String, Symbol> known = new ConcurrentHashMap<>();

    SelfiesCodec(BondConstraints constraints) {
        this.constraints = constraints;
    }

    /**
     * SMILES to SELFIES.
     *
     * @throws MalformedMoleculeException if the text is no SMILES, has no Kekulé form, or breaks the constraints
     */
    String encode(String smiles) {
        return Encoding.write(readValid(smiles)).selfies();
    }

    /**
     * Reads a SMILES and checks it.
     *
     * @throws MalformedMoleculeException if the text is no SMILES, has no Kekulé form, or breaks the constraints
     */
    Molecule readValid(String smiles) {
        Molecule molecule = readKekulised(smiles);
        for (Atom atom : molecule.atoms()) {
            if (atom.free() < 0) {
                throw new MalformedMoleculeException(
                        "atom " + atom.index + ", " + atom.element + ", has " + atom.halfBonds / 2
                                + " bonds and can have " + atom.capacity,
                        -1);
            }
        }
        return molecule;
    }

    /** Whether a text is a SMILES with a Kekulé form that keeps to the constraints. */
    boolean isValid(String smiles) {
        try {
            readValid(smiles);
            return true;
        } catch (MalformedMoleculeException e) {
            return false;
        }
    }

    /**
     * Reads a SMILES, whether or not it keeps to the constraints.
     *
     * @throws MalformedMoleculeException if the text is no SMILES or has no Kekulé form
     */
    Molecule readKekulised(String smiles) {
        Molecule molecule = SmilesReader.read(smiles, constraints);
        if (!Kekulization.apply(molecule)) {
            throw new MalformedMoleculeException(
                    "its aromatic atoms can't be given alternating single and double bonds", -1);
        }
        return molecule;
    }

    /**
     * SELFIES to SMILES. A string with no atoms gives an empty text.
     *
     * @throws MalformedMoleculeException if the text is no string of symbols, or a symbol means nothing
     */
    String decode(String selfies) {
        return SmilesWriter.write(derive(selfies));
    }

    /**
     * The molecule of a SELFIES.
     *
     * @throws MalformedMoleculeException if the text is no string of symbols, or a symbol means nothing
     */
    Molecule derive(String selfies) {
        return Derivation.of(read(selfies));
    }

    /** The symbols of each fragment. */
    private List<List<Symbol>> read(String selfies) {
        List<List<Symbol>> fragments = new ArrayList<>();
        List<Symbol> fragment = new ArrayList<>();
        fragments.add(fragment);
        int at = 0;
        while (at < selfies.length()) {
            if (selfies.charAt(at) == '.') {
                fragment = new ArrayList<>();
                fragments.add(fragment);
                at++;
                continue;
            }
            int end = selfies.indexOf(']', at);
            if (selfies.charAt(at) != '[' || end < 0) {
                throw new MalformedMoleculeException(
                        end < 0 && selfies.charAt(at) == '['
                                ? "'[' is never closed"
                                : "'" + selfies.charAt(at) + "' stands outside of a symbol",
                        at);
            }
            String symbol = selfies.substring(at, end + 1);
            if (!symbol.equals(PADDING)) {
                fragment.add(symbol(symbol));
            }
            at = end + 1;
        }
        return fragments;
    }

    private Symbol symbol(String text) {
        Symbol symbol = known.get(text);
        if (symbol == null) {
            symbol = Symbol.parse(text, constraints);
            if (known.size() < MOST_KEPT) {
                known.put(text, symbol);
            }
        }
        return symbol;
    }
}
