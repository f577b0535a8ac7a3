package io.reprise.molecules.selfies;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The elements, and what the reader of SMILES and the kekulisation know of them (the authors' {@code constants.py}). */
final class Elements {
    private static final Set<String> SYMBOLS =
            Set.of(("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe"
                            + " Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba Hf Ta W"
                            + " Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Rf Db Sg Bh Hs Mt Ds Rg Cn Fl Lv La Ce Pr Nd Pm Sm Eu Gd"
                            + " Tb Dy Ho Er Tm Yb Lu Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr")
                    .split(" "));

    /** What can be written without brackets. */
    private static final Set<String> ORGANIC = Set.of("B", "C", "N", "O", "S", "P", "F", "Cl", "Br", "I");

    /** The valences that an aromatic atom can have, ascending. */
    private static final Map<String, int[]> AROMATIC_VALENCES = Map.ofEntries(
            Map.entry("B", new int[] {3}),
            Map.entry("Al", new int[] {3}),
            Map.entry("C", new int[] {4}),
            Map.entry("Si", new int[] {4}),
            Map.entry("N", new int[] {3, 5}),
            Map.entry("P", new int[] {3, 5}),
            Map.entry("As", new int[] {3, 5}),
            Map.entry("O", new int[] {2, 4}),
            Map.entry("S", new int[] {2, 4}),
            Map.entry("Se", new int[] {2, 4}),
            Map.entry("Te", new int[] {2, 4}));

    private static final Map<String, Integer> VALENCE_ELECTRONS = Map.ofEntries(
            Map.entry("B", 3),
            Map.entry("Al", 3),
            Map.entry("C", 4),
            Map.entry("Si", 4),
            Map.entry("N", 5),
            Map.entry("P", 5),
            Map.entry("As", 5),
            Map.entry("O", 6),
            Map.entry("S", 6),
            Map.entry("Se", 6),
            Map.entry("Te", 6));

    /** Aromatic symbols, in lower case, to the element. */
    private static final Map<String, String> AROMATIC = AROMATIC_VALENCES.keySet().stream()
            .collect(Collectors.toMap(symbol -> symbol.toLowerCase(Locale.ROOT), symbol -> symbol));

    private Elements() {}

    static boolean isElement(String symbol) {
        return SYMBOLS.contains(symbol);
    }

    static boolean isOrganic(String symbol) {
        return ORGANIC.contains(symbol);
    }

    /** The element of an aromatic symbol such as {@code c} or {@code se}, or null. */
    static String ofAromatic(String symbol) {
        return AROMATIC.get(symbol);
    }

    static int[] aromaticValences(String element) {
        return AROMATIC_VALENCES.get(element);
    }

    static int valenceElectrons(String element) {
        return VALENCE_ELECTRONS.get(element);
    }
}
