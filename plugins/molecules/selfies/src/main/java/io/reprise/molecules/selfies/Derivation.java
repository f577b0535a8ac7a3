package io.reprise.molecules.selfies;

import io.reprise.molecules.selfies.Symbol.AtomSymbol;
import io.reprise.molecules.selfies.Symbol.BranchSymbol;
import io.reprise.molecules.selfies.Symbol.EndSymbol;
import io.reprise.molecules.selfies.Symbol.RingSymbol;
import io.reprise.molecules.selfies.Symbol.UnknownSymbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Derives a molecule from SELFIES symbols (the paper's derivation rules in the form of the authors' {@code decoder.py}). The
 * state of a derivation is the number of bonds that the atom before can still have; a symbol never uses more than that,
 * which is why every string of symbols is a molecule:
 * <pre>
 *   atom of capacity c, bond b    o = min(b, state, c);            state = c - o
 *   branch of order b             s = min(state - 1, b);           state = state - s; the branch begins with s
 *   ring of order r               o = min(r, state);               state = state - o
 * </pre>
 * State 0 at the start of a fragment means that any atom may come; a chain whose state becomes 0 later has ended, and what is
 * left of its symbols is skipped.
 */
final class Derivation {
    private static final int ENDED = -1;

    private final Molecule molecule = new Molecule();
    private final List<Ring> rings = new ArrayList<>();
    private List<Symbol> symbols = List.of();
    private int position;
    /** The number of symbols in the fragments before. */
    private int before;

    /** A ring bond that is wanted; it is made when all atoms are there. */
    private record Ring(Atom left, Atom right, RingSymbol symbol, int order) {}

    /** A chain or branch that is being derived. */
    private static final class Chain {
        /** The symbol of the branch that this is, or null. */
        final Atom.Source branch;

        final int end;
        int state;
        Atom before;

        Chain(Atom.Source branch, int end, int state, Atom before) {
            this.branch = branch;
            this.end = end;
            this.state = state;
            this.before = before;
        }
    }

    /** Derives the fragments, which can be joined by rings. */
    static Molecule of(List<List<Symbol>> fragments) {
        Derivation derivation = new Derivation();
        for (List<Symbol> fragment : fragments) {
            derivation.derive(fragment);
            derivation.before += fragment.size();
        }
        derivation.formRings();
        return derivation.molecule;
    }

    private void derive(List<Symbol> fragment) {
        symbols = fragment;
        position = 0;
        Deque<Chain> outer = new ArrayDeque<>();
        Chain chain = new Chain(null, symbols.size(), 0, null);
        while (true) {
            if (chain.state == ENDED || position >= chain.end) {
                position = Math.max(position, Math.min(chain.end, symbols.size()));
                if (outer.isEmpty()) {
                    return;
                }
                chain = outer.pop();
                continue;
            }
            Symbol symbol = symbols.get(position++);
            if (symbol instanceof AtomSymbol atom) {
                deriveAtom(atom, chain);
            } else if (symbol instanceof BranchSymbol branch) {
                if (chain.state > 1) {
                    Atom.Source source = source(chain);
                    int state = Math.min(chain.state - 1, branch.order());
                    chain.state -= state;
                    int length = readIndex(branch.digits()) + 1;
                    outer.push(chain);
                    chain = new Chain(source, Math.min(position + length, symbols.size()), state, chain.before);
                }
            } else if (symbol instanceof RingSymbol ring) {
                deriveRing(ring, chain);
            } else if (symbol instanceof EndSymbol) {
                chain.state = chain.state == 0 ? 0 : ENDED;
            } else if (symbol instanceof UnknownSymbol unknown) {
                throw new MalformedMoleculeException(
                        "the symbol " + unknown.text() + " means nothing, or its atom can't have that many hydrogens",
                        -1);
            }
        }
    }

    private void deriveAtom(AtomSymbol symbol, Chain chain) {
        AtomType type = symbol.type();
        Atom.Source source = source(chain);
        int order = 0;
        if (chain.state == 0) {
            chain.before = molecule.addRoot(type, false, source);
        } else {
            order = Math.min(symbol.order(), Math.min(chain.state, type.capacity()));
            if (order > 0) {
                chain.before = molecule.addBonded(chain.before, 2 * order, symbol.stereo(), type, false, source);
            }
        }
        int left = type.capacity() - order;
        chain.state = left == 0 ? ENDED : left;
    }

    /** Where the symbol that was read last stands. */
    private Atom.Source source(Chain chain) {
        return new Atom.Source(before + position - 1, chain.branch);
    }

    private void deriveRing(RingSymbol symbol, Chain chain) {
        if (chain.state == 0) {
            return;
        }
        int order = Math.min(symbol.order(), chain.state);
        int back = readIndex(symbol.digits()) + 1;
        Atom left = molecule.atoms().get(Math.max(0, chain.before.index - back));
        rings.add(new Ring(left, chain.before, symbol, order));
        chain.state = chain.state == order ? ENDED : chain.state - order;
    }

    /** A number in base 16, most significant digit first; symbols that are missing count 0. */
    private int readIndex(int digits) {
        int index = 0;
        for (int i = 0; i < digits; i++) {
            index = Symbol.INDEX_ALPHABET.size() * index
                    + (position < symbols.size() ? symbols.get(position).digit() : 0);
            position++;
        }
        return index;
    }

    /** Makes the rings in the order in which they were met, as far as both ends have bonds left. */
    private void formRings() {
        int[] made = new int[molecule.atoms().size()];
        for (Ring ring : rings) {
            Atom left = ring.left();
            Atom right = ring.right();
            int order = Math.min(ring.order(), Math.min(left.free(), right.free()));
            if (left == right || order <= 0) {
                continue;
            }
            Bond bond = Molecule.between(left, right);
            if (bond != null) {
                Molecule.setOrder(bond, Math.min(Bond.TRIPLE, bond.halfOrder + 2 * order));
            } else {
                Molecule.insertRing(
                        left,
                        made[left.index]++,
                        ring.symbol().stereoLeft(),
                        right,
                        made[right.index]++,
                        ring.symbol().stereoRight(),
                        2 * order);
            }
        }
    }
}
