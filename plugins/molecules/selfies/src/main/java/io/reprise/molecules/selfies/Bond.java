package io.reprise.molecules.selfies;

/** A bond as seen from one of its atoms. A ring bond is there twice, once in each atom's list. */
final class Bond {
    static final int SINGLE = 2;
    static final int AROMATIC = 3;
    static final int DOUBLE = 4;
    static final int TRIPLE = 6;

    /** No direction is given. */
    static final char NO_STEREO = 0;

    final Atom from;
    final Atom to;
    final boolean ring;
    /** {@code /}, {@code \} or {@link #NO_STEREO}. */
    final char stereo;
    /** Twice the order. */
    int halfOrder;

    Bond(Atom from, Atom to, int halfOrder, char stereo, boolean ring) {
        this.from = from;
        this.to = to;
        this.halfOrder = halfOrder;
        this.stereo = stereo;
        this.ring = ring;
    }

    /** {@code =}, {@code #}, or nothing. */
    void appendOrder(StringBuilder text) {
        if (halfOrder == DOUBLE) {
            text.append('=');
        } else if (halfOrder == TRIPLE) {
            text.append('#');
        }
    }

    /** {@code =}, {@code #}, the direction of a single bond, or nothing. */
    void appendTo(StringBuilder text) {
        if (halfOrder == SINGLE && stereo != NO_STEREO) {
            text.append(stereo);
        } else {
            appendOrder(text);
        }
    }
}
