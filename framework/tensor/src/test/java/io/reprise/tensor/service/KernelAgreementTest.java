package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.cases.OperationCase;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCases;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The kernels that run (SIMD, OpenBLAS) against the scalar oracle, and one pass against parts, in float, on shapes that end within a vector, at its end
 * and beyond it.
 */
class KernelAgreementTest {
    private final NativeTensorService chosen = new NativeTensorService();
    private final NativeTensorService oracle = new NativeTensorService(KernelChoice::oracle);
    private final NativeTensorService parts = new NativeTensorService(KernelChoice::oracleOfParts);

    private record Outcome(List<float[]> results, List<float[]> gradients) {}

    /** An operation's result and its gradients by all inputs, on the same random numbers for every service. */
    private static Outcome outcome(
            NativeTensorService service, long seed, BiFunction<Ops, List<Tensor>, Tensor> operation, Shape... shapes) {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(seed);
            List<Tensor> inputs = new ArrayList<>();
            for (Shape shape : shapes) {
                Tensor x = scope.zeros(ElementType.FLOAT, shape);
                random.fillNormal(x, 0, 1);
                inputs.add(x);
            }
            Tape tape = scope.tape(inputs);
            Tensor out = operation.apply(tape, inputs);
            Tensor weights = scope.zeros(ElementType.FLOAT, out.shape());
            random.fillNormal(weights, 0, 1);
            var gradients = tape.gradients(tape.sum(tape.multiply(out, weights)));
            return new Outcome(
                    List.of(out.toFloats()),
                    inputs.stream().map(x -> gradients.of(x).toFloats()).toList());
        }
    }

    private void toTheBit(long seed, BiFunction<Ops, List<Tensor>, Tensor> operation, Shape... shapes) {
        Outcome a = outcome(chosen, seed, operation, shapes);
        Outcome b = outcome(oracle, seed, operation, shapes);
        assertThat(a.results.get(0)).containsExactly(b.results.get(0));
    }

    /** Relative to the largest element, since sums of n terms err by their size and not by that of the result. */
    private void within(double tolerance, long seed, BiFunction<Ops, List<Tensor>, Tensor> operation, Shape... shapes) {
        Outcome a = outcome(chosen, seed, operation, shapes);
        Outcome b = outcome(oracle, seed, operation, shapes);
        close(tolerance, a.results, b.results);
        close(tolerance, a.gradients, b.gradients);
    }

    private static void close(double tolerance, List<float[]> a, List<float[]> b) {
        for (int i = 0; i < a.size(); i++) {
            double scale = 1;
            for (float value : b.get(i)) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int j = 0; j < b.get(i).length; j++) {
                assertThat((double) a.get(i)[j])
                        .as("tensor %d, element %d", i, j)
                        .isCloseTo(b.get(i)[j], org.assertj.core.api.Assertions.within(tolerance * scale));
            }
        }
    }

    private static Shape s(int... sizes) {
        return Shape.of(sizes);
    }

    /** An operation's result and its gradients, on the same random numbers for every service. */
    private static Outcome outcome(NativeTensorService service, long seed, OperationCase c) {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(seed);
            List<Tensor> inputs = c.inputs(scope, ElementType.FLOAT, random);
            if (c.is(Trait.NO_GRADIENT)) {
                return new Outcome(
                        List.of(c.operation().apply(scope.ops(), inputs).toFloats()), List.of());
            }
            Tape tape = scope.tape(inputs);
            Tensor out = c.operation().apply(tape, inputs);
            Tensor weights = scope.zeros(ElementType.FLOAT, out.shape());
            random.fillNormal(weights, 0, 1);
            var gradients = tape.gradients(tape.sum(tape.multiply(out, weights)));
            return new Outcome(
                    List.of(out.toFloats()),
                    inputs.stream().map(x -> gradients.of(x).toFloats()).toList());
        }
    }

    @Property(tries = 12)
    void everyOperationAgrees(@ForAll @IntRange(min = 1, max = 70) int n, @ForAll long seed) {
        OperationCases.all(n).forEach(c -> {
            Outcome expected = outcome(oracle, seed, c);
            Outcome a = outcome(chosen, seed, c);
            if (c.is(Trait.EXACT)) {
                assertThat(a.results.get(0)).as("%s, n = %d", c, n).containsExactly(expected.results.get(0));
            }
            close(c + ", n = " + n, c.tolerance(), a, expected);
            close(c + " of parts, n = " + n, c.tolerance(), outcome(parts, seed, c), expected);
        });
    }

    private static void close(String what, double tolerance, Outcome a, Outcome b) {
        try {
            close(tolerance, a.results, b.results);
            close(tolerance, a.gradients, b.gradients);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    @Property(tries = 30)
    void arithmeticIsTheSameToTheBit(@ForAll @IntRange(min = 1, max = 70) int n, @ForAll long seed) {
        toTheBit(seed, (f, x) -> f.add(x.get(0), x.get(1)), s(n), s(n));
        toTheBit(seed, (f, x) -> f.subtract(x.get(0), x.get(1)), s(3, n), s(n));
        toTheBit(seed, (f, x) -> f.subtract(x.get(0), x.get(1)), s(3, 1), s(n));
        toTheBit(seed, (f, x) -> f.multiply(x.get(0), x.get(1)), s(2, n), s(2, 1));
        toTheBit(seed, (f, x) -> f.divide(x.get(0), x.get(1)), s(n), s(3, n));
        toTheBit(seed, (f, x) -> f.divide(x.get(0), x.get(1)), s(3, 1), s(n));
        toTheBit(seed, (f, x) -> f.divide(x.get(0), x.get(1)), s(3, n), s(3, 1));
        toTheBit(seed, (f, x) -> f.scale(x.get(0), 1.7), s(n));
        toTheBit(seed, (f, x) -> f.offset(x.get(0), -0.3), s(n));
        toTheBit(seed, (f, x) -> f.square(x.get(0)), s(n));
        toTheBit(seed, (f, x) -> f.sqrt(f.square(x.get(0))), s(n));
        toTheBit(seed, (f, x) -> f.relu(x.get(0)), s(n));
        toTheBit(seed, (f, x) -> f.permute(x.get(0), 1, 0, 2), s(3, n, 2));
        toTheBit(seed, (f, x) -> f.transpose(x.get(0)), s(3, n, 5));
        toTheBit(seed, (f, x) -> f.tril(x.get(0), -1), s(2, n, n));
        toTheBit(seed, (f, x) -> f.max(x.get(0), 0, false), s(n, 3));
        toTheBit(seed, (f, x) -> f.concat(List.of(x.get(0), x.get(1)), -1), s(2, n), s(2, 3));
        toTheBit(seed, (f, x) -> f.slice(x.get(0), 1, n / 2, n), s(2, n, 3));
        toTheBit(seed, (f, x) -> f.dropout(x.get(0), 0.4, chosen.random(seed)), s(n));
    }

    @Property(tries = 30)
    void functionsAndTheirGradientsAgree(@ForAll @IntRange(min = 1, max = 70) int n, @ForAll long seed) {
        within(1e-6, seed, (f, x) -> f.exp(x.get(0)), s(n));
        within(1e-6, seed, (f, x) -> f.tanh(x.get(0)), s(n));
        within(1e-6, seed, (f, x) -> f.sigmoid(x.get(0)), s(n));
        within(1e-6, seed, (f, x) -> f.gelu(x.get(0)), s(n));
        within(1e-6, seed, (f, x) -> f.relu(x.get(0)), s(n));
        within(1e-6, seed, (f, x) -> f.sin(f.scale(x.get(0), 1e5)), s(n));
        within(1e-6, seed, (f, x) -> f.cos(f.scale(x.get(0), 1e3)), s(n));
        within(1e-6, seed, (f, x) -> f.multiply(f.tanh(x.get(0)), f.add(x.get(0), x.get(0))), s(n));
        within(1e-5, seed, (f, x) -> f.softmax(x.get(0)), s(3, n));
        within(1e-5, seed, (f, x) -> f.logSoftmax(x.get(0)), s(3, n));
        within(1e-5, seed, (f, x) -> f.sum(x.get(0)), s(5, n));
        within(1e-5, seed, (f, x) -> f.mean(x.get(0), 0, false), s(5, n));
        within(1e-5, seed, (f, x) -> f.sum(x.get(0), 1, true), s(2, 5, n));
        within(1e-5, seed, (f, x) -> f.multiply(x.get(0), x.get(1)), s(4, n), s(n));
    }

    @Property(tries = 30)
    void layerNormsAgree(@ForAll @IntRange(min = 2, max = 70) int n, @ForAll long seed) {
        // Rows of two that are nearly equal have huge gradients, so the deviations are held away from zero.
        within(1e-4, seed, (f, x) -> f.layerNorm(x.get(0), null, null, 0.1), s(5, n));
        within(1e-4, seed, (f, x) -> f.layerNorm(x.get(0), x.get(1), x.get(2), 0.1), s(2, 3, n), s(n), s(n));
    }

    @Property(tries = 20)
    void productsAgree(
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 40) int k,
            @ForAll long seed) {
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1)), s(m, k), s(k, n));
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1), true, true), s(k, m), s(n, k));
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1)), s(9, 1, m, k), s(2, k, n));
        within(1e-5, seed, (f, x) -> f.matmulRelu(x.get(0), x.get(1)), s(2, 1, m, k), s(2, k, n));
        within(1e-5, seed, (f, x) -> f.matmulSum(x.get(0), x.get(1)), s(3, 2, m, k), s(2, k, n));
        within(1e-5, seed, (f, x) -> f.linear(x.get(0), x.get(1), x.get(2)), s(2, m, k), s(k, n), s(n));
    }

    @Property(tries = 3)
    void productsThatAreMadeInPartsAgree(@ForAll @IntRange(min = 250, max = 300) int n, @ForAll long seed) {
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1)), s(64, 64), s(64, n));
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1)), s(n, 64), s(64, 64));
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1)), s(64, n), s(n, 64));
        within(1e-5, seed, (f, x) -> f.matmul(x.get(0), x.get(1), true, false), s(n, 64), s(n, 64));
    }

    @Property(tries = 15)
    void attentionsAgree(
            @ForAll @IntRange(min = 1, max = 20) int t,
            @ForAll @IntRange(min = 1, max = 20) int halfN,
            @ForAll long seed) {
        int n = 2 * halfN;
        within(
                1e-5,
                seed,
                (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), true),
                s(2, t, n),
                s(2, t, n),
                s(2, t, 5));
        within(
                1e-5,
                seed,
                (f, x) -> f.strictlyCausalLinearAttention(x.get(0), x.get(0), x.get(1)),
                s(2, 2, t, n),
                s(2, 1, t, 5));
        within(1e-5, seed, (f, x) -> rotated(f, x.get(0), t, n), s(2, t, n));
    }

    private static Tensor rotated(Ops f, Tensor x, int t, int n) {
        float[] cos = new float[t * n];
        float[] sin = new float[t * n];
        for (int i = 0; i < t * n; i++) {
            cos[i] = (float) Math.cos(i - i % 2);
            sin[i] = (float) Math.sin(i - i % 2);
        }
        return f.rotatePairs(x, f.scope().of(cos, t, n), f.scope().of(sin, t, n));
    }

    @Property(tries = 2)
    void linearAttentionOverSeveralBlocksAgrees(@ForAll @IntRange(min = 257, max = 290) int t, @ForAll long seed) {
        // Longer than two blocks, with scores kept (t <= n) and computed again (t > n).
        within(
                1e-5,
                seed,
                (f, x) -> f.strictlyCausalLinearAttention(x.get(0), x.get(0), x.get(1)),
                s(1, 2, t, 4),
                s(1, 1, t, 3));
        within(
                1e-5,
                seed,
                (f, x) -> f.strictlyCausalLinearAttention(x.get(0), x.get(1), x.get(2)),
                s(t, 300),
                s(t, 300),
                s(t, 2));
    }

    @Property(tries = 15)
    void crossEntropyAndEmbeddingAgree(@ForAll @IntRange(min = 2, max = 70) int n, @ForAll long seed) {
        int[] targets = {0, n - 1, n / 2};
        within(1e-5, seed, (f, x) -> f.crossEntropy(x.get(0), f.scope().of(targets, 3)), s(3, n));
        within(1e-5, seed, (f, x) -> f.embedding(x.get(0), f.scope().of(targets, 3)), s(n, 19));
    }

    @Property(tries = 10)
    void optimisersAgree(@ForAll @IntRange(min = 1, max = 70) int n, @ForAll long seed) {
        List<float[]> expected = List.of(trained(oracle, n, seed));
        close(1e-5, List.of(trained(chosen, n, seed)), expected);
        close(1e-5, List.of(trained(parts, n, seed)), expected);
    }

    private static float[] trained(NativeTensorService service, int n, long seed) {
        try (TensorScope scope = service.open("test")) {
            Tensor p = scope.zeros(n);
            service.random(seed).fillNormal(p, 0, 1);
            var optimizer = service.optimizers().adamW(scope, Map.of("p", p), Optimizers.AdamW.withDecay(0.1));
            for (int step = 0; step < 5; step++) {
                try (TensorScope inner = scope.open()) {
                    Tape f = inner.tape(List.of(p));
                    optimizer.step(f.gradients(f.mean(f.square(f.offset(p, -1)))), 0.01);
                }
            }
            return p.toFloats();
        }
    }
}
