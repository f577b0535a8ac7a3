package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.LossOps.CrossEntropy;
import io.reprise.tensor.LossOps.Reduction;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses at numbers that their definitions in PyTorch give, and at the ends of their domains. */
class LossTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();
    private final Tensor logits = scope.of(new double[] {1, 2, 0.5, 0, -1, 3, 2, 2, 2}, 3, 3);
    private final Tensor targets = scope.of(new int[] {1, 0, 2}, 3);
    private final CrossEntropy mean = CrossEntropy.mean();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor t(double... values) {
        return scope.of(values, values.length);
    }

    @Test
    void crossEntropyCountsRowsAsItsSettingsSay() {
        double[] rows = {0.46436878410794513, 3.0658839037574293, 1.09861228866811};
        assertThat(f.crossEntropy(logits, targets, mean.reduced(Reduction.NONE)).toDoubles())
                .containsExactly(rows, within(1e-12));
        assertThat(f.crossEntropy(logits, targets, mean.reduced(Reduction.SUM)).item())
                .isCloseTo(rows[0] + rows[1] + rows[2], within(1e-12));
        assertThat(f.crossEntropy(logits, targets, mean.ignoring(0)).item())
                .isCloseTo((rows[0] + rows[2]) / 2, within(1e-12));
        assertThat(f.crossEntropy(logits, scope.of(new int[] {1, -100, 2}, 3), mean.ignoring(-100))
                        .item())
                .isCloseTo((rows[0] + rows[2]) / 2, within(1e-12));
        assertThat(f.crossEntropy(logits, targets, mean.ignoring(0).smoothed(0.1))
                        .item())
                .isCloseTo(0.8231572030546942, within(1e-12));
        assertThat(f.crossEntropy(logits, targets, mean.smoothed(0.1).weighted(t(0.5, 1, 2)))
                        .item())
                .isCloseTo(1.2186045797865235, within(1e-12));
        assertThat(f.crossEntropy(logits, scope.of(new long[] {1, 0, 2}, 3), mean.weighted(t(1, 1, 1)))
                        .item())
                .isCloseTo((rows[0] + rows[1] + rows[2]) / 3, within(1e-12));
    }

    /** A class whose logit is minus infinity is impossible: it costs nothing where it has no share, and everything where it has. */
    @Test
    void impossibleClassesCostNothingUnlessTheyHaveAShare() {
        double never = Double.NEGATIVE_INFINITY;
        double[] open = {1, 2, 0.5, 0, -1, 3};
        double[] masked = {1, 2, never, 0.5, 0, never, -1, 3};
        Tensor two = scope.of(new int[] {1, 0}, 2);
        for (CrossEntropy settings : List.of(
                mean, mean.reduced(Reduction.NONE), mean.weighted(t(0.5, 1, 2)).reduced(Reduction.SUM))) {
            Tensor narrow = scope.of(open, 2, 3);
            // The same classes with an impossible one among them.
            Tensor wide = scope.of(new double[] {1, 2, never, 0.5, 0, -1, never, 3}, 2, 4);
            CrossEntropy wider = settings.weights() == null ? settings : settings.weighted(t(0.5, 1, 7, 2));
            for (boolean higher : new boolean[] {false, true}) {
                Tape a = higher ? scope.higherOrderTape(List.of(narrow)) : scope.tape(List.of(narrow));
                Tape b = higher ? scope.higherOrderTape(List.of(wide)) : scope.tape(List.of(wide));
                Tensor x = a.crossEntropy(narrow, two, settings);
                Tensor y = b.crossEntropy(wide, two, wider);
                assertThat(y.toDoubles()).containsExactly(x.toDoubles(), within(1e-12));
                double[] dx = a.gradients(a.sum(x)).of(narrow).toDoubles();
                double[] dy = b.gradients(b.sum(y)).of(wide).toDoubles();
                assertThat(dy)
                        .containsExactly(new double[] {dx[0], dx[1], 0, dx[2], dx[3], dx[4], 0, dx[5]}, within(1e-12));
            }
        }
        assertThat(f.crossEntropy(
                                scope.of(masked, 2, 4),
                                scope.of(new int[] {2, 0}, 2),
                                mean.reduced(Reduction.NONE).weighted(t(1, 1, 1, 1)))
                        .toDoubles()[0])
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(f.crossEntropy(scope.of(masked, 2, 4), two, mean.smoothed(0.1))
                        .item())
                .as("smoothing gives every class a share, as in PyTorch")
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(f.crossEntropy(
                                scope.of(new double[] {never, 0, 1, 2, 0, 1}, 2, 3),
                                scope.of(new int[] {-1, 0}, 2),
                                mean.ignoring(-1).smoothed(0.2))
                        .item())
                .as("a row that is ignored may have impossible classes")
                .isFinite();
    }

    @Test
    void softTargetsOfZeroHideImpossibleClasses() {
        Tensor x = scope.of(new double[] {1, Double.NEGATIVE_INFINITY, 2}, 1, 3);
        Tensor p = scope.of(new double[] {0.25, 0, 0.75}, 1, 3);
        Tape tape = scope.tape(List.of(x, p));
        Tensor loss = tape.softCrossEntropy(x, p, Reduction.SUM);
        double sum = Math.log(Math.exp(1) + Math.exp(2));
        assertThat(loss.item()).isCloseTo(sum - 0.25 - 1.5, within(1e-12));
        var gradients = tape.gradients(loss);
        double share = Math.exp(1 - sum);
        assertThat(gradients.of(x).toDoubles())
                .containsExactly(new double[] {share - 0.25, 0, 1 - share - 0.75}, within(1e-12));
        assertThat(gradients.of(p).toDoubles()).containsExactly(new double[] {sum - 1, 0, sum - 2}, within(1e-12));
        Tensor possible = scope.of(new double[] {0.25, 0.25, 0.5}, 1, 3);
        assertThat(f.softCrossEntropy(x, possible, Reduction.SUM).item()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void crossEntropySurvivesLargeLogits() {
        Tensor large = scope.of(new float[] {1e4f, -1e4f, 1e30f, 0}, 2, 2);
        assertThat(f.crossEntropy(large, scope.of(new int[] {1, 0}, 2), mean.reduced(Reduction.NONE))
                        .toFloats())
                .containsExactly(2e4f, 0);
        assertThat(f.crossEntropy(large, scope.of(new int[] {1, 0}, 2)).item()).isEqualTo(1e4);
        assertThat(f.crossEntropy(large, scope.of(new int[] {9, 9}, 2), mean.ignoring(9))
                        .item())
                .isNaN();
    }

    @Test
    void crossEntropyGivesIgnoredRowsNoGradient() {
        Tape tape = scope.tape(List.of(logits));
        Tensor loss = tape.crossEntropy(logits, targets, mean.ignoring(0));
        double[] gradient = tape.gradients(loss).of(logits).toDoubles();
        assertThat(gradient).hasSize(9);
        assertThat(new double[] {gradient[3], gradient[4], gradient[5]}).containsExactly(0, 0, 0);
        assertThat(gradient[8]).isCloseTo((1 / 3.0 - 1) / 2, within(1e-12));
    }

    @Test
    void distributionsAreComparedByTheirRows() {
        Tensor p = scope.of(new double[] {0, 1, 0}, 1, 3);
        assertThat(f.softCrossEntropy(logits.rows(0, 1), p, Reduction.MEAN).item())
                .isCloseTo(0.46436878410794513, within(1e-12));
        Tensor logP = f.log(t(0.25, 0.75, 0).reshape(1, 3));
        Tensor logQ = f.log(t(0.5, 0.5, 0.1).reshape(1, 3));
        assertThat(f.klDivergence(logQ, logP, Reduction.SUM).item()).isCloseTo(0.13081203594113697, within(1e-12));
    }

    @Test
    void binaryCrossEntropyIsStableAndHasItsSlopeAtZero() {
        Tensor x = t(0, 2, -3);
        Tensor labels = t(1, 0.25, 0);
        assertThat(f.binaryCrossEntropy(x, labels, null, Reduction.NONE).toDoubles())
                .containsExactly(
                        new double[] {0.6931471805599453, 1.6269280110429727, 0.04858735157374206}, within(1e-12));
        assertThat(f.binaryCrossEntropy(x, labels, t(3), Reduction.NONE).toDoubles())
                .containsExactly(
                        new double[] {2.0794415416798357, 1.690392016564459, 0.04858735157374206}, within(1e-12));
        assertThat(f.binaryCrossEntropy(t(1e4, -1e4, 1e4), t(1, 0, 0), null, Reduction.NONE)
                        .toDoubles())
                .containsExactly(0, 0, 1e4);
        Tape tape = scope.tape(List.of(x));
        Tensor loss = tape.binaryCrossEntropy(x, labels, null, Reduction.SUM);
        assertThat(tape.gradients(loss).of(x).toDoubles()[0]).isEqualTo(-0.5);
    }

    @Test
    void errorsOfNumbersAreThoseOfTheirFormulas() {
        Tensor x = t(0, 0.5, -3);
        Tensor zero = t(0);
        assertThat(f.squaredError(x, zero, Reduction.NONE).toDoubles()).containsExactly(0, 0.25, 9);
        assertThat(f.absoluteError(x, zero, Reduction.SUM).item()).isEqualTo(3.5);
        assertThat(f.huber(x, zero, 2, Reduction.NONE).toDoubles()).containsExactly(0, 0.125, 4);
        assertThat(f.smoothL1(x, zero, 2, Reduction.NONE).toDoubles()).containsExactly(0, 0.0625, 2);
        assertThat(f.hinge(t(0.5, 0.5, 3), t(1, -1, 1), 1, Reduction.NONE).toDoubles())
                .containsExactly(0.5, 1.5, 0);
        assertThat(f.gaussianNegativeLogLikelihood(t(1), t(2), t(1.5), 1e-6, Reduction.MEAN)
                        .item())
                .isCloseTo(0.40907359027997264, within(1e-12));
        assertThat(f.poissonNegativeLogLikelihood(t(0.5), t(3), Reduction.MEAN).item())
                .isCloseTo(0.1487212707001282, within(1e-12));
    }

    @Test
    void directionsOfZeroHaveNoCosine() {
        Tensor a = scope.of(new double[] {1, 2, 2, 0, 0, 0}, 2, 3);
        assertThat(f.cosineSimilarity(a, t(2, 0, 1), 1e-8).toDoubles())
                .containsExactly(new double[] {0.5962847939999439, 0}, within(1e-12));
        assertThat(f.cosineEmbedding(a, a, t(1, -1), 0.25, Reduction.NONE).toDoubles())
                .containsExactly(new double[] {0, 0}, within(1e-12));
        Tape tape = scope.tape(List.of(a));
        Tensor sum = tape.sum(tape.cosineSimilarity(a, t(2, 0, 1), 1e-8));
        assertThat(tape.gradients(sum).of(a).toDoubles()).doesNotContain(Double.NaN);
    }

    @Test
    void infoNceComparesEachQueryWithAllKeys() {
        Tensor queries = scope.of(new double[] {2, 0, 0.6, 0.8}, 2, 2);
        Tensor keys = scope.of(new double[] {0.8, 0.6, 3, 0}, 2, 2);
        assertThat(f.infoNce(queries, keys, 0.5, false).item()).isCloseTo(1.0148046496900887, within(1e-12));
        assertThat(f.infoNce(queries, keys, 0.5, true).item()).isCloseTo(1.0166507256270076, within(1e-12));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> f.crossEntropy(logits, scope.of(new int[] {3, 0, 0}, 3), mean.ignoring(5)))
                .hasMessageContaining("the index 3");
        assertThatThrownBy(() -> f.crossEntropy(logits, targets, mean.weighted(t(1, 2))))
                .hasMessageContaining("weights double[3]");
        assertThatThrownBy(() -> mean.smoothed(2)).hasMessageContaining("smoothing");
        assertThatThrownBy(() -> f.huber(logits, logits, 0, Reduction.MEAN)).hasMessageContaining("huber");
        assertThatThrownBy(() -> f.infoNce(logits, targets, 1, false)).hasMessageContaining("infoNce");
        assertThatThrownBy(() -> f.cosineEmbedding(logits, logits, t(1, 0, 1), 0, Reduction.MEAN))
                .hasMessageContaining("element 1 is 0");
        assertThatThrownBy(() -> f.klDivergence(logits, t(1), Reduction.MEAN)).hasMessageContaining("klDivergence");
    }
}
