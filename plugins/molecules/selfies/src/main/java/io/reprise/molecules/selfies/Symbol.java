package io.reprise.molecules.selfies;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one symbol {@code [...]} of a SELFIES string says. */
sealed interface Symbol {
    /** An index has at most so many symbols. */
    int MOST_DIGITS = 3;

    /** The symbols that stand for 0 to 15 where an index is read (the authors' {@code constants.py}). */
    List<String> INDEX_ALPHABET = List.of(
            "[C]",
            "[Ring1]",
            "[Ring2]",
            "[Branch1]",
            "[=Branch1]",
            "[#Branch1]",
            "[Branch2]",
            "[=Branch2]",
            "[#Branch2]",
            "[O]",
            "[N]",
            "[=N]",
            "[=C]",
            "[#C]",
            "[S]",
            "[P]");

    /** What it stands for where an index is read; symbols that are none count 0. */
    int digit();

    /** An atom, and the bond before it. */
    record AtomSymbol(int digit, int order, char stereo, AtomType type) implements Symbol {}

    /** A branch whose length is told by {@code digits} symbols after it. */
    record BranchSymbol(int digit, int order, int digits) implements Symbol {}

    /** A ring whose size is told by {@code digits} symbols after it. */
    record RingSymbol(int digit, int order, int digits, char stereoLeft, char stereoRight) implements Symbol {}

    /** The end of a chain. */
    record EndSymbol(int digit) implements Symbol {}

    /** A symbol that means nothing but an index of 0. */
    record UnknownSymbol(String text, int digit) implements Symbol {}

    Pattern ATOM = Pattern.compile("\\[([=#/\\\\]?)(\\d{0,5})([A-Z][a-z]?)(@{0,2})((?:H\\d)?)((?:[+-][1-9]{1,5})?)]");
    Pattern BRANCH = Pattern.compile("\\[([=#]?)Branch([123])]");
    Pattern RING = Pattern.compile("\\[([=#]?)Ring([123])]");
    Pattern STEREO_RING = Pattern.compile("\\[([-/\\\\])([-/\\\\])Ring([123])]");

    /** Reads a symbol with its brackets. */
    static Symbol parse(String text, BondConstraints constraints) {
        int digit = Math.max(0, INDEX_ALPHABET.indexOf(text));
        Matcher branch = BRANCH.matcher(text);
        if (branch.matches()) {
            return new BranchSymbol(digit, order(branch.group(1)), Integer.parseInt(branch.group(2)));
        }
        Matcher ring = RING.matcher(text);
        if (ring.matches()) {
            return new RingSymbol(
                    digit, order(ring.group(1)), Integer.parseInt(ring.group(2)), Bond.NO_STEREO, Bond.NO_STEREO);
        }
        Matcher stereo = STEREO_RING.matcher(text);
        if (stereo.matches() && !text.startsWith("[--")) {
            return new RingSymbol(
                    digit,
                    1,
                    Integer.parseInt(stereo.group(3)),
                    direction(stereo.group(1)),
                    direction(stereo.group(2)));
        }
        if (text.contains("eps")) {
            return new EndSymbol(digit);
        }
        return atom(text, constraints, digit).orElseGet(() -> new UnknownSymbol(text, digit));
    }

    private static Optional<Symbol> atom(String text, BondConstraints constraints, int digit) {
        Matcher m = ATOM.matcher(text);
        if (!m.matches() || !Elements.isElement(m.group(3))) {
            return Optional.empty();
        }
        String bond = m.group(1);
        String element = m.group(3);
        boolean bare = text.length() == 2 + bond.length() + element.length() && Elements.isOrganic(element);
        AtomType type = bare
                ? AtomType.bare(element, constraints)
                : AtomType.of(
                        element,
                        m.group(2).isEmpty() ? Atom.NOT_GIVEN : Integer.parseInt(m.group(2)),
                        m.group(4),
                        m.group(5).isEmpty() ? 0 : m.group(5).charAt(1) - '0',
                        m.group(6).isEmpty() ? 0 : Integer.parseInt(m.group(6)),
                        constraints);
        if (type.capacity() < 0) {
            return Optional.empty();
        }
        return Optional.of(new AtomSymbol(digit, order(bond), direction(bond), type));
    }

    private static int order(String bond) {
        return switch (bond) {
            case "=" -> 2;
            case "#" -> 3;
            default -> 1;
        };
    }

    private static char direction(String bond) {
        return bond.equals("/") || bond.equals("\\") ? bond.charAt(0) : Bond.NO_STEREO;
    }
}
