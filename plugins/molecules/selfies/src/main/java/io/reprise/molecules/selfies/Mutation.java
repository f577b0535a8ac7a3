package io.reprise.molecules.selfies;

import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.List;

/** Replaces symbols of a molecule's text at random places (paper, section on the robustness of SELFIES). */
final class Mutation {
    /** MDMA, the paper's example. */
    static final String MDMA = "CNC(C)CC1=CC=C2C(=C1)OCO2";

    /** The characters that the paper replaces with in SMILES. */
    static final List<String> SMILES_ALPHABET =
            List.of("F", "O", "N", "C", "(", ")", "=", "#", "1", "2", "3", "4", "5");

    /** The symbols that it replaces with in SELFIES. */
    static final List<String> SELFIES_ALPHABET = List.of(
            "[Ring1]",
            "[Ring2]",
            "[Branch1]",
            "[=Branch1]",
            "[#Branch1]",
            "[F]",
            "[O]",
            "[=O]",
            "[N]",
            "[=N]",
            "[#N]",
            "[C]",
            "[=C]",
            "[#C]");

    private Mutation() {}

    /** The text of the symbols, with so many of them, at different places, replaced by any of an alphabet. */
    static String of(List<String> symbols, int mutations, List<String> alphabet, RandomSource random) {
        List<String> mutated = new ArrayList<>(symbols);
        int[] places = random.permutation(symbols.size());
        for (int i = 0; i < Math.min(mutations, places.length); i++) {
            mutated.set(places[i], alphabet.get(random.nextInt(alphabet.size())));
        }
        return String.join("", mutated);
    }
}
