package io.reprise.engine.internal.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifierTest {
    private static Schema schema(String... fields) {
        return Schema.of(
                Arrays.stream(fields).map(field -> Field.parse(field, "")).toList());
    }

    private static Optional<Unifier.Misfit> meet(Unifier unifier, Schema needed, Schema given) {
        return unifier.meet("model", needed, "data", given);
    }

    private static String reason(Schema needed, Schema given) {
        return meet(new Unifier(), needed, given).orElseThrow().reason();
    }

    @Test
    void bindsTheSymbolsOfTheModelToTheSizesOfTheData() {
        Unifier unifier = new Unifier();

        assertThat(meet(unifier, schema("tokens: int[B,T] < V"), schema("tokens: int[N,64] < 256")))
                .isEmpty();

        assertThat(unifier.dimensions("model").toMap()).isEqualTo(Map.of("T", 64, "V", 256));
        assertThat(unifier.dimensions("data").toMap()).isEmpty();
    }

    @Test
    void keepsASymbolTheSameInAllColumns() {
        Schema needed = schema("x: float[B,N]", "y: float[B,N]");

        assertThat(meet(new Unifier(), needed, schema("x: float[B,3]", "y: float[B,3]")))
                .isEmpty();
        assertThat(reason(needed, schema("x: float[B,3]", "y: float[B,4]")))
                .isEqualTo("axis 1 has the size 4, not N (3)");
    }

    @Test
    void carriesASizeThroughSymbolsOfTheData() {
        Unifier unifier = new Unifier();
        Schema given = schema("x: float[B,H]", "y: float[B,H]");

        assertThat(meet(unifier, schema("x: float[B,28]"), given)).isEmpty();
        assertThat(unifier.meet("evaluator", schema("y: float[B,M]"), "data", given))
                .isEmpty();
        assertThat(unifier.dimensions("evaluator").toMap()).containsEntry("M", 28);
        assertThat(unifier.meet("trainer", schema("y: float[B,29]"), "data", given))
                .isPresent();
    }

    @Test
    void tellsApartTheSymbolsOfDifferentParts() {
        Unifier unifier = new Unifier();

        assertThat(unifier.meet("model", schema("x: float[B,N]"), "data", schema("x: float[B,3]", "y: float[B,4]")))
                .isEmpty();
        assertThat(unifier.meet("trainer", schema("y: float[B,N]"), "data", schema("x: float[B,3]", "y: float[B,4]")))
                .isEmpty();
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThat(reason(schema("x: float[B]"), schema("y: float[B]"))).isEqualTo("there is no such column");
        assertThat(reason(schema("x: float[B]"), schema("x: int[B]"))).isEqualTo("the elements are int, not float");
        assertThat(reason(schema("x: float[B]"), schema("x: float[B,T]"))).isEqualTo("there are 2 axes, not 1 axis");
        assertThat(reason(schema("x: float[B,3]"), schema("x: float[B,4]"))).isEqualTo("axis 1 has the size 4, not 3");
    }

    @Test
    void letsAFixedLimitTakeWhatStaysBelowIt() {
        assertThat(meet(new Unifier(), schema("t: int[B] < 256"), schema("t: int[B] < 100")))
                .isEmpty();
        assertThat(reason(schema("t: int[B] < 100"), schema("t: int[B] < 256")))
                .isEqualTo("the values go up to 255, but must be below 100");
        assertThat(reason(schema("t: int[B] < 100"), schema("t: int[B]")))
                .isEqualTo("it is not known to have values below 100 only");
    }

    @Test
    void remembersAFixedLimitUntilTheSizeIsKnown() {
        Unifier unifier = new Unifier();
        Schema given = schema("t: int[B] < K", "k: float[K]");

        assertThat(meet(unifier, schema("t: int[B] < 100"), given)).isEmpty();
        assertThat(unifier.meet("evaluator", schema("k: float[200]"), "data", given))
                .isPresent();
        assertThat(unifier.meet("trainer", schema("k: float[100]"), "data", given))
                .isEmpty();
    }

    @Test
    void leavesALimitOpenThatTheDataDoesNotSay() {
        Unifier unifier = new Unifier();

        assertThat(meet(unifier, schema("t: int[B] < V"), schema("t: int[B]"))).isEmpty();
        assertThat(unifier.dimensions("model").find("V")).isEmpty();
    }

    @Provide
    Arbitrary<List<Dim>> shapes() {
        Arbitrary<Dim> fixed = Arbitraries.integers().between(1, 3).map(Dim.Fixed::new);
        Arbitrary<Dim> symbol = Arbitraries.of("A", "B", "C").map(Dim.Symbol::new);
        return Arbitraries.oneOf(fixed, symbol).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Schema of(List<Dim> shape) {
        return Schema.of(new Field("x", Field.Type.FLOAT, shape, Optional.empty(), ""));
    }

    @Property
    void fitsBothWaysOrNeither(@ForAll("shapes") List<Dim> one, @ForAll("shapes") List<Dim> other) {
        assertThat(meet(new Unifier(), of(one), of(other)).isEmpty())
                .isEqualTo(meet(new Unifier(), of(other), of(one)).isEmpty());
    }

    @Property
    void fitsItselfUnderOtherNames(@ForAll("shapes") List<Dim> shape) {
        assertThat(meet(new Unifier(), of(shape), of(shape))).isEmpty();
    }

    @Property
    void fitsExactlyIfSomeSizesSatisfyBothSides(@ForAll("shapes") List<Dim> needed, @ForAll("shapes") List<Dim> given) {
        assertThat(meet(new Unifier(), of(needed), of(given)).isEmpty()).isEqualTo(satisfiable(needed, given));
    }

    /** Tries all sizes 1 to 3 (and 4, for none of those written) of all six symbols. */
    private static boolean satisfiable(List<Dim> needed, List<Dim> given) {
        if (needed.size() != given.size()) {
            return false;
        }
        int[] sizes = new int[6];
        Arrays.fill(sizes, 1);
        for (int code = 0; code < 4096; code++) {
            for (int i = 0; i < 6; i++) {
                sizes[i] = 1 + (code >> (2 * i)) % 4;
            }
            boolean all = true;
            for (int axis = 0; axis < needed.size(); axis++) {
                all &= size(needed.get(axis), sizes, 0) == size(given.get(axis), sizes, 3);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static int size(Dim dim, int[] sizes, int first) {
        return dim instanceof Dim.Fixed fixed
                ? fixed.size()
                : sizes[first + ((Dim.Symbol) dim).name().charAt(0) - 'A'];
    }

    @Property
    void reportsSizesThatSatisfyBothSides(@ForAll("shapes") List<Dim> needed, @ForAll("shapes") List<Dim> given) {
        Unifier unifier = new Unifier();
        if (meet(unifier, of(needed), of(given)).isPresent()) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        for (int axis = 0; axis < needed.size(); axis++) {
            Optional<Integer> here = known(unifier, "model", needed.get(axis));
            Optional<Integer> there = known(unifier, "data", given.get(axis));
            if (!here.equals(there)) {
                wrong.add("axis " + axis);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Optional<Integer> known(Unifier unifier, String owner, Dim dim) {
        return dim instanceof Dim.Fixed fixed
                ? Optional.of(fixed.size())
                : unifier.dimensions(owner).find(((Dim.Symbol) dim).name());
    }
}
