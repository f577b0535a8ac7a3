package io.reprise.data;

import java.util.regex.Pattern;

/** The size of an axis in a schema: a number, or a symbol that stands for the same number wherever it occurs. */
public sealed interface Dim {
    /**
     * A known size.
     *
     * @param size at least 0
     */
    record Fixed(int size) implements Dim {
        /** Checks the size. */
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("negative size " + size);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(size);
        }
    }

    /**
     * A size that composing finds out.
     *
     * @param name letters and digits beginning with a capital letter
     */
    record Symbol(String name) implements Dim {
        private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");

        /** Checks the name. */
        public Symbol {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no symbol: a capital letter, then letters or digits");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The dimension written as in {@link Field#parse}: {@code 28} or {@code T}. */
    static Dim parse(String text) {
        String trimmed = text.strip();
        return !trimmed.isEmpty() && Character.isDigit(trimmed.charAt(0))
                ? new Fixed(Integer.parseInt(trimmed))
                : new Symbol(trimmed);
    }
}
