package io.reprise.molecules.selfies;

/**
 * A text that stands for no molecule. Searches make and refuse millions of texts, so this carries no stack trace; services
 * turn it into a {@link io.reprise.api.RepriseException}.
 */
final class MalformedMoleculeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    MalformedMoleculeException(String message, int position) {
        super(message, null, false, false);
        this.position = position;
    }

    /** Where in the text, counted from 0; -1 where the whole of it is at fault. */
    int position() {
        return position;
    }
}
