package io.reprise.molecules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalSmilesTest {
    @Test
    void isOneForAllTextsOfAMolecule() {
        same("OCC", "CCO", "C(O)C", "[CH3][CH2][OH]");
        same("c1ccccc1", "C1=CC=CC=C1", "C=1C=CC=CC1");
        same("Cc1ccncc1", "CC1=CC=NC=C1", "n1ccc(C)cc1");
        same("F/C=C/F", "F\\C=C\\F", "C(\\F)=C/F");
        same("C[C@H](N)O", "C[C@@H](O)N", "O[C@H](C)N");
    }

    @Test
    void tellsMoleculesApart() {
        different("CCO", "COC");
        different("F/C=C/F", "F/C=C\\F");
        different("C[C@H](N)O", "C[C@@H](N)O");
        different("C", "[13CH4]");
        different("C[NH3+]", "CN");
    }

    @Test
    void seesNoStereoWhereNoneIsAsked() {
        assertThat(CanonicalSmiles.withoutStereo("F/C=C/F")).isEqualTo(CanonicalSmiles.withoutStereo("F/C=C\\F"));
        assertThat(CanonicalSmiles.withoutStereo("C[C@H](N)O")).isEqualTo(CanonicalSmiles.withoutStereo("CC(N)O"));
    }

    @Test
    void isEmptyForWhatIsNoSmiles() {
        assertThat(CanonicalSmiles.of("C1CC")).isEmpty();
        assertThat(CanonicalSmiles.of("hello")).isEmpty();
    }

    private static void same(String first, String... others) {
        for (String other : others) {
            assertThat(CanonicalSmiles.of(other)).as(other).isEqualTo(CanonicalSmiles.of(first));
        }
    }

    private static void different(String one, String other) {
        assertThat(CanonicalSmiles.of(one)).isNotEqualTo(CanonicalSmiles.of(other));
    }
}
