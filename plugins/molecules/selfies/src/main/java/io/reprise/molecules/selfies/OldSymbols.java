package io.reprise.molecules.selfies;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The symbols of version 1, and what they are called since (the authors' {@code compatibility.py}). */
final class OldSymbols {
    private static final Pattern SYMBOL = Pattern.compile("\\[[^]]*]");
    private static final String EXPLICIT = "expl]";
    private static final Map<String, String> RENAMED = new HashMap<>();

    static {
        for (int digits = 1; digits <= Symbol.MOST_DIGITS; digits++) {
            RENAMED.put("[Branch" + digits + "_1]", "[Branch" + digits + "]");
            RENAMED.put("[Branch" + digits + "_2]", "[=Branch" + digits + "]");
            RENAMED.put("[Branch" + digits + "_3]", "[#Branch" + digits + "]");
            RENAMED.put("[Expl=Ring" + digits + "]", "[=Ring" + digits + "]");
            RENAMED.put("[Expl#Ring" + digits + "]", "[#Ring" + digits + "]");
            RENAMED.put("[Expl/Ring" + digits + "]", "[//Ring" + digits + "]");
            RENAMED.put("[Expl\\Ring" + digits + "]", "[\\\\Ring" + digits + "]");
        }
    }

    private OldSymbols() {}

    /** A text with all its symbols in the form of version 2. */
    static String renewed(String selfies, BondConstraints constraints) {
        return SYMBOL.matcher(selfies)
                .replaceAll(match -> Matcher.quoteReplacement(renewedSymbol(match.group(), constraints)));
    }

    private static String renewedSymbol(String symbol, BondConstraints constraints) {
        if (!symbol.endsWith(EXPLICIT)) {
            return RENAMED.getOrDefault(symbol, symbol);
        }
        String bond = "=#/\\".indexOf(symbol.charAt(1)) >= 0 ? symbol.substring(1, 2) : "";
        String inner = symbol.substring(1 + bond.length(), symbol.length() - EXPLICIT.length());
        try {
            BracketAtom atom = BracketAtom.read("[" + inner + "]", 1, 1 + inner.length());
            if (atom.aromatic()) {
                return symbol;
            }
            StringBuilder text = new StringBuilder("[").append(bond);
            new Atom(0, atom.type(constraints), false, null).appendTo(text);
            return text.append(']').toString();
        } catch (MalformedMoleculeException noAtom) {
            return symbol;
        }
    }
}
