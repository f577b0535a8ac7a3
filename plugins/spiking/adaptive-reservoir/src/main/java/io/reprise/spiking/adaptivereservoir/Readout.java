package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.List;

/**
 * The only part of a reservoir that learns from targets: a linear readout of states and a constant, by ridge regression in double
 * precision,
 * <pre>
 *   R = (A^T A + lambda I)^-1 A^T Y,   A = [x, 1]
 * </pre>
 *
 * @param washOut first steps of each series that are left out, since they depend on where the network started
 * @param penalty lambda
 */
record Readout(int washOut, double penalty) {
    /**
     * The readout of these states, {@code [N + 1, K]}.
     *
     * @param states {@code [steps, N]}, after the wash-out
     * @param targets {@code [steps, K]}
     */
    Tensor fit(Ops f, Tensor states, Tensor targets) {
        Tensor ones = f.scope().full(ElementType.DOUBLE, Shape.of(states.shape().size(0), 1), 1);
        return f.linalg().ridge(f.concat(List.of(states, ones), 1), targets, penalty);
    }

    /** What a readout {@code [N + 1, K]} makes of states {@code [...,N]}: {@code [...,K]}. */
    static Tensor read(Ops f, Tensor states, Tensor readout) {
        int n = readout.shape().size(0) - 1;
        int k = readout.shape().size(1);
        return f.linear(states, readout.rows(0, n), readout.rows(n, 1).reshape(k));
    }

    /**
     * What is left of series after the wash-out, one below the other: {@code [B,T,n]} to {@code [B (T - washOut), n]}.
     *
     * @throws RepriseException if nothing is left
     */
    Tensor settled(Ops f, Tensor series) {
        int steps = series.shape().size(1);
        if (steps <= washOut) {
            throw RepriseException.problem("A series of " + steps + " steps ends before the wash-out of " + washOut)
                    .at("washOut")
                    .expected("series longer than the wash-out")
                    .hint("Use longer series, or a smaller washOut.");
        }
        return f.reshape(
                f.slice(series, 1, washOut, steps),
                series.shape().size(0) * (steps - washOut),
                series.shape().size(2));
    }
}
