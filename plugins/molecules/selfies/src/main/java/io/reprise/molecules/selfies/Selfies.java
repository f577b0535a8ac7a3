package io.reprise.molecules.selfies;

import io.reprise.api.RepriseException;
import io.reprise.data.Field;
import io.reprise.molecules.MoleculeTexts;
import java.util.List;
import java.util.regex.Pattern;

/** The columns by which the parts of this method meet, and the symbols of a SELFIES. */
final class Selfies {
    /** The column of SELFIES. */
    static final String SELFIES = "selfies";

    /** The column that says why a molecule could not be translated. */
    static final String PROBLEM = "problem";

    /** The column that says what came from what. */
    static final String ATTRIBUTION = "attribution";

    static final Field SELFIES_FIELD = Field.parse(SELFIES + ": text[B]", "molecules as SELFIES");
    static final Field SMILES_FIELD = MoleculeTexts.SMILES_FIELD;
    static final Field PROBLEM_FIELD =
            Field.parse(PROBLEM + ": text[B]", "why a molecule could not be translated; empty where it was");

    private static final Pattern SYMBOL = Pattern.compile("\\[[^]]*]");

    private Selfies() {}

    /** The symbols of a text, without the dots between fragments. */
    static List<String> symbols(String selfies) {
        return SYMBOL.matcher(selfies).results().map(match -> match.group()).toList();
    }

    /** The same problem for people. */
    static RepriseException problem(String text, MalformedMoleculeException e) {
        String where = e.position() < 0 ? "" : " at character " + (e.position() + 1);
        return RepriseException.problem("'" + text + "' is no valid molecule: " + e.getMessage() + where)
                .at("molecule")
                .expected("a SMILES of the organic subset and bracket atoms that keeps to the bond constraints")
                .because(e);
    }
}
