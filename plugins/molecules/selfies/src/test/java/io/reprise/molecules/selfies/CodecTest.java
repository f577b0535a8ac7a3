package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecTest {
    private static final BondConstraints CONSTRAINTS = BondConstraints.Preset.DEFAULT.constraints();

    private final SelfiesCodec codec = new SelfiesCodec(CONSTRAINTS);

    @Provide
    Arbitrary<String> anyString() {
        List<String> alphabet = CONSTRAINTS.robustAlphabet();
        return Arbitraries.of(alphabet).list().ofMinSize(1).ofMaxSize(200).map(symbols -> String.join("", symbols));
    }

    @Property(tries = 500)
    void everyStringIsAValidMolecule(@ForAll("anyString") String selfies) {
        String smiles = codec.decode(selfies);
        if (!smiles.isEmpty()) {
            assertThat(codec.isValid(smiles)).as(smiles).isTrue();
        }
    }

    @Property(tries = 500)
    void aDecodedMoleculeIsTheSameAfterAnotherRoundTrip(@ForAll("anyString") String selfies) {
        String smiles = codec.decode(selfies);
        if (!smiles.isEmpty() && !smiles.contains(".")) {
            String again = codec.decode(codec.encode(smiles));
            assertThat(io.reprise.molecules.CanonicalSmiles.of(again))
                    .isEqualTo(io.reprise.molecules.CanonicalSmiles.of(smiles));
        }
    }

    @Example
    void writesABranchWithItsLengthAndARingWithItsSize() {
        // [Branch1] is followed by length - 1 in base 16: [C] = 0; [Ring1] by distance - 1: [=Branch1] = 4.
        assertThat(codec.encode("CC(F)C")).isEqualTo("[C][C][Branch1][C][F][C]");
        assertThat(codec.encode("C1=CC=CC=C1")).isEqualTo("[C][=C][C][=C][C][=C][Ring1][=Branch1]");
        assertThat(codec.encode("c1ccccc1")).isEqualTo("[C][=C][C][=C][C][=C][Ring1][=Branch1]");
    }

    @Example
    void givesNoAtomMoreBondsThanItCanHave() {
        assertThat(codec.decode("[C][#F]")).isEqualTo("CF");
        assertThat(codec.decode("[F][=C][=C][#N]")).isEqualTo("FC=C=N");
        assertThat(codec.decode("[O][=C][#C][C][C]")).isEqualTo("O=C=CCC");
    }

    @Example
    void skipsPaddingAndWhatFollowsTheEnd() {
        assertThat(codec.decode("[C][nop][O][nop]")).isEqualTo("CO");
        assertThat(codec.decode("[C][epsilon][O]")).isEqualTo("C");
        assertThat(codec.decode("")).isEmpty();
        assertThat(codec.decode("[C].[O]")).isEqualTo("C.O");
    }

    @Example
    void keepsChiralityIsotopesAndCharges() {
        for (String smiles : List.of("C[C@H1](N)O", "[13CH4]", "[NH4+1].[Cl-1]", "F/C=C/F", "[CH0]")) {
            assertThat(codec.decode(codec.encode(smiles))).isEqualTo(smiles);
        }
    }

    @Example
    void readsLongAndDeeplyNestedTexts() {
        String nested = "C(".repeat(20_000) + "C" + ")C".repeat(20_000);
        assertThat(codec.decode(codec.encode("C".repeat(100_000)))).hasSize(100_000);
        assertThatThrownBy(() -> codec.encode(nested.substring(1))).isInstanceOf(MalformedMoleculeException.class);
        assertThat(codec.isValid(nested)).isTrue();
    }

    @Example
    void saysWhereATextIsNoSmiles() {
        refused("C1CC", "ring 1 is never closed", 1);
        refused("C(C", "'(' is never closed", 1);
        refused("CC)C", "')' closes no branch", 2);
        refused("[C", "'[' is never closed", 0);
        refused("CX", "'X' is no atom that can stand without brackets", 1);
        refused("[Xx]", "there is no element 'Xx'", 1);
        refused("C=", "a bond leads nowhere", 1);
        refused("(C)", "a chain begins with '('", 0);
        refused("C$C", "'$' means nothing here", 1);
        refused("*C", "'*' means nothing here", 0);
        refused("C=1CCC#1", "begins with the bond '=' and ends with '#'", 2);
        refused("C12CC12", "joins atoms that are bonded already", 2);
        refused("C%1C", "two digits must follow '%'", 1);
        refused("", "it is empty", 0);
        refused("C..C", "a fragment has no atoms", 2);
        refused("C(F)(F)(F)(F)F", "atom 0, C, has 5 bonds and can have 4", -1);
        refused("c1cccc1", "can't be given alternating single and double bonds", -1);
    }

    private void refused(String smiles, String message, int position) {
        assertThatThrownBy(() -> codec.encode(smiles))
                .as(smiles)
                .isInstanceOfSatisfying(MalformedMoleculeException.class, e -> {
                    assertThat(e).hasMessageContaining(message);
                    assertThat(e.position()).isEqualTo(position);
                });
    }

    @Example
    void saysWhatIsNoSelfies() {
        assertThatThrownBy(() -> codec.decode("[C][Foo]")).hasMessageContaining("the symbol [Foo] means nothing");
        assertThatThrownBy(() -> codec.decode("[C][CH9]")).hasMessageContaining("hydrogens");
        assertThatThrownBy(() -> codec.decode("[C]C")).hasMessageContaining("'C' stands outside of a symbol");
        assertThatThrownBy(() -> codec.decode("[C][O")).hasMessageContaining("'[' is never closed");
    }

    @Example
    void keepsToTheConstraintsOfAPreset() {
        String sulfate = "CS(=O)(=O)C";
        assertThat(codec.isValid(sulfate)).isTrue();
        SelfiesCodec octet = new SelfiesCodec(BondConstraints.Preset.OCTET_RULE.constraints());
        assertThat(octet.isValid(sulfate)).isFalse();
        SelfiesCodec hypervalent = new SelfiesCodec(BondConstraints.Preset.HYPERVALENT.constraints());
        assertThat(codec.isValid("CN(=O)=O")).isFalse();
        assertThat(hypervalent.isValid("CN(=O)=O")).isTrue();
    }

    @Example
    void renewsTheSymbolsOfVersion1() {
        String old = "[C][Branch1_2][C][=O][Expl=Ring1][C][C@@Hexpl][O-expl]";
        assertThat(OldSymbols.renewed(old, CONSTRAINTS)).isEqualTo("[C][=Branch1][C][=O][=Ring1][C][C@@H1][O-1]");
    }

    @Example
    void tellsWhereEachAtomComesFrom() {
        // The symbols are those that the authors' encoder names with attribute=True; it counts tokens, and here
        // characters count.
        assertThat(Encoding.write(codec.readValid("C1NC(Cl)C1")).attribution()).isEqualTo("0:0 1:2 2:3 5:5 6:8");
        assertThat(SmilesWriter.attribution(codec.derive("[C][N][C][Branch1][C][Cl][C][Ring1][Branch1]")))
                .isEqualTo("C:0 N:1 C:2 Cl:3,5 C:6");
    }
}
