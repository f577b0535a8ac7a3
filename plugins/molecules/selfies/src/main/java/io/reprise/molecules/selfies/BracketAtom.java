package io.reprise.molecules.selfies;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between the brackets of a SMILES atom such as {@code [13C@@H]}, {@code [nH]} or {@code [Fe+2]}. */
record BracketAtom(String element, boolean aromatic, int isotope, String chirality, int hydrogens, int charge) {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{0,5})([A-Za-z][a-z]?)(@{0,2})((?:H\\d?)?)" + "((?:\\++|-+|[+-]\\d{1,5})?)((?::\\d+)?)");

    static BracketAtom read(String text, int start, int end) {
        Matcher m = FORM.matcher(text).region(start, end);
        if (!m.matches()) {
            throw new MalformedMoleculeException("'[" + text.substring(start, end) + "]' is no atom", start - 1);
        }
        String symbol = m.group(2);
        String aromatic = Elements.ofAromatic(symbol);
        String element = aromatic != null ? aromatic : capitalised(symbol);
        if (!Elements.isElement(element)) {
            throw new MalformedMoleculeException("there is no element '" + symbol + "'", start);
        }
        String h = m.group(4);
        int hydrogens = h.isEmpty() ? 0 : h.length() == 1 ? 1 : h.charAt(1) - '0';
        return new BracketAtom(
                element,
                aromatic != null,
                m.group(1).isEmpty() ? Atom.NOT_GIVEN : Integer.parseInt(m.group(1)),
                m.group(3),
                hydrogens,
                charge(m.group(5)));
    }

    private static String capitalised(String symbol) {
        return symbol.substring(0, 1).toUpperCase(Locale.ROOT) + symbol.substring(1);
    }

    private static int charge(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int sign = text.charAt(0) == '+' ? 1 : -1;
        char last = text.charAt(text.length() - 1);
        return sign * (last == '+' || last == '-' ? text.length() : Integer.parseInt(text.substring(1)));
    }

    AtomType type(BondConstraints constraints) {
        return AtomType.of(element, isotope, chirality, hydrogens, charge, constraints);
    }
}
