package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Einstein sums against loops over all labels, and what wrong formulas are told. */
class EinsumTest {
    private static final String LABELS = "abcde";

    private final NativeTensorService service = new NativeTensorService();

    @Property(tries = 200)
    void agreesWithLoopsOverAllLabels(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int operands) {
        Random random = new Random(seed);
        int[] sizes = new int[LABELS.length()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = 1 + random.nextInt(4);
        }
        try (TensorScope scope = service.open("test")) {
            List<String> terms = new ArrayList<>();
            List<Tensor> tensors = new ArrayList<>();
            Set<Character> used = new LinkedHashSet<>();
            for (int i = 0; i < operands; i++) {
                StringBuilder term = new StringBuilder();
                int rank = random.nextInt(4);
                int[] shape = new int[rank];
                boolean[] has = new boolean[LABELS.length()];
                for (int axis = 0; axis < rank; axis++) {
                    int label = random.nextInt(LABELS.length());
                    // An axis of size 1 goes with any other, but on a diagonal all are as long.
                    boolean one = random.nextInt(6) == 0;
                    shape[axis] = has[label] ? sizeOf(term, shape, LABELS.charAt(label)) : one ? 1 : sizes[label];
                    has[label] = true;
                    used.add(LABELS.charAt(label));
                    term.append(LABELS.charAt(label));
                }
                terms.add(term.toString());
                Tensor x = scope.zeros(ElementType.DOUBLE, Shape.of(shape));
                service.random(seed).split(i).fillNormal(x, 0, 1);
                tensors.add(x);
            }
            String output = used.stream()
                    .filter(label -> random.nextBoolean())
                    .map(String::valueOf)
                    .collect(Collectors.joining());
            String formula = String.join(",", terms) + "->" + output;
            Tensor result = scope.ops().einsum(formula, tensors.toArray(Tensor[]::new));
            double[] expected = loops(terms, output, tensors);
            assertThat(result.toDoubles()).as(formula).containsExactly(expected, within(1e-9));
        }
    }

    private static int sizeOf(StringBuilder term, int[] shape, char label) {
        return shape[term.indexOf("" + label)];
    }

    /** The definition: for every value of every label, the product of the elements, added to its place. */
    private static double[] loops(List<String> terms, String output, List<Tensor> tensors) {
        List<double[]> values = tensors.stream().map(Tensor::toDoubles).toList();
        int[] sizes = new int[LABELS.length()];
        for (int i = 0; i < terms.size(); i++) {
            for (int axis = 0; axis < terms.get(i).length(); axis++) {
                int label = LABELS.indexOf(terms.get(i).charAt(axis));
                sizes[label] = Math.max(sizes[label], tensors.get(i).shape().size(axis));
            }
        }
        int count = 1;
        for (int i = 0; i < output.length(); i++) {
            count *= sizes[LABELS.indexOf(output.charAt(i))];
        }
        double[] result = new double[count];
        int all = 1;
        for (int size : sizes) {
            all *= Math.max(1, size);
        }
        int[] index = new int[sizes.length];
        for (int n = 0; n < all; n++) {
            int rest = n;
            for (int label = 0; label < sizes.length; label++) {
                index[label] = rest % Math.max(1, sizes[label]);
                rest /= Math.max(1, sizes[label]);
            }
            double product = 1;
            for (int i = 0; i < terms.size(); i++) {
                int at = 0;
                for (int axis = 0; axis < terms.get(i).length(); axis++) {
                    int size = tensors.get(i).shape().size(axis);
                    at = at * size
                            + (size == 1 ? 0 : index[LABELS.indexOf(terms.get(i).charAt(axis))]);
                }
                product *= values.get(i)[at];
            }
            int at = 0;
            for (int k = 0; k < output.length(); k++) {
                int label = LABELS.indexOf(output.charAt(k));
                at = at * sizes[label] + index[label];
            }
            result[at] += product;
        }
        return result;
    }

    @Test
    void ordersTheResultThatIsNotNamedByLetters() {
        try (TensorScope scope = service.open("test")) {
            Ops f = scope.ops();
            assertThat(f.einsum("ba", scope.zeros(2, 3)).shape()).isEqualTo(Shape.of(3, 2));
            assertThat(f.einsum("...b,b...a", scope.zeros(5, 2), scope.zeros(2, 5, 3))
                            .shape())
                    .isEqualTo(Shape.of(5, 3));
            assertThat(f.einsum("iz,zA", scope.zeros(2, 3), scope.zeros(3, 4)).shape())
                    .isEqualTo(Shape.of(4, 2));
        }
    }

    @Test
    void anAxisWithoutElementsSumsToZero() {
        try (TensorScope scope = service.open("test")) {
            assertThat(scope.ops()
                            .einsum("ij,jk->ik", scope.zeros(2, 0), scope.zeros(0, 3))
                            .toFloats())
                    .containsOnly(0)
                    .hasSize(6);
        }
    }

    @Test
    void leavesItsArgumentsAlone() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new float[] {1, 2}, 2);
            assertThat(scope.ops().einsum("i->i", x)).isNotSameAs(x);
        }
    }

    @Test
    void wrongFormulasAreToldWhere() {
        try (TensorScope scope = service.open("test")) {
            Ops f = scope.ops();
            Tensor x = scope.zeros(2, 3);
            assertWrong(() -> f.einsum("i1,jk->ik", x, x), "character 2", "'1'");
            assertWrong(() -> f.einsum("ij->iz", x), "character 6", "'z'", "no input");
            assertWrong(() -> f.einsum("ij->ii", x), "character 6", "twice");
            assertWrong(() -> f.einsum("ij,jk", x), "2 inputs for 1 tensors");
            assertWrong(() -> f.einsum("ij,jkl", x, x), "character 4", "3 axes", "[2, 3]");
            assertWrong(() -> f.einsum("...ijk", x), "3 axes or more");
            assertWrong(() -> f.einsum("ij->i->j", x), "character 6");
            assertWrong(() -> f.einsum("...i...", x), "character 5", "second ellipsis");
            assertWrong(() -> f.einsum("i.j", x), "character 2", "'.'");
            assertWrong(() -> f.einsum("ij,ij", x, scope.zeros(2, 4)), "'j'", "3 and 4");
            assertWrong(() -> f.einsum("ii", x), "'i'", "2 and 3");
            assertWrong(() -> f.einsum("...i,...i", x, scope.zeros(4, 3)), "axis -1 of '...'");
            assertWrong(() -> f.einsum("ij"), "at least one tensor");
            assertWrong(() -> f.einsum("ij", scope.of(new int[6], 2, 3)), "float or double");
        }
    }

    private static void assertWrong(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("einsum")
                .hasMessageContainingAll(parts);
    }
}
