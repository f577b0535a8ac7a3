package io.reprise.molecules.selfies;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The two kinds of string that a generative model can learn. */
enum Representation {
    /** SMILES, by characters, two-letter elements and brackets. */
    SMILES("\\[[^]]*]|Br|Cl|%\\d\\d|.", List.of("#", "(", ")", "1", "2", "3", "4", "5", "=", "C", "F", "N", "O")),
    /** SELFIES, by symbols. */
    SELFIES(
            "\\[[^]]*]|\\.",
            List.of(
                    "[#Branch1]",
                    "[#Branch2]",
                    "[#C]",
                    "[#N]",
                    "[=Branch1]",
                    "[=Branch2]",
                    "[=C]",
                    "[=N]",
                    "[=O]",
                    "[Branch1]",
                    "[Branch2]",
                    "[C]",
                    "[F]",
                    "[N]",
                    "[O]",
                    "[Ring1]",
                    "[Ring2]"));

    private final Pattern symbol;
    private final List<String> ofQm9;

    Representation(String symbol, List<String> ofQm9) {
        this.symbol = Pattern.compile(symbol);
        this.ofQm9 = ofQm9;
    }

    /** Given symbols, or where there are none, those that occur in QM9's molecules without charges and stereo centres. */
    Vocabulary vocabulary(List<String> symbols) {
        return new Vocabulary(symbols.isEmpty() ? ofQm9 : symbols);
    }

    List<String> symbols(String text) {
        return symbol.matcher(text).results().map(MatchResult::group).toList();
    }

    /**
     * The SMILES that a string of this kind stands for; itself where it is one.
     *
     * @throws MalformedMoleculeException if the string is a SELFIES with symbols that mean nothing
     */
    String smiles(String text, SelfiesCodec codec) {
        return this == SELFIES ? codec.decode(text) : text;
    }
}
