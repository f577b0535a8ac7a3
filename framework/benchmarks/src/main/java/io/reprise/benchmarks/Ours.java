package io.reprise.benchmarks;

import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;

/** A work on the tensor service: a scope for each time it is done. */
abstract class Ours implements Side {
    final TestRun run = TestRun.open();
    /** Holds what lasts. */
    final TensorScope lasting = run.tensors();

    /** Does the work once, in a scope that is closed afterwards; the results to compare. */
    abstract List<Tensor> compute(TensorScope scope);

    @Override
    public Object run() {
        try (TensorScope scope = lasting.open()) {
            return compute(scope);
        }
    }

    @Override
    public List<float[]> results() {
        try (TensorScope scope = lasting.open()) {
            List<float[]> results = new ArrayList<>();
            for (Tensor result : compute(scope)) {
                results.add(result.toFloats());
            }
            return results;
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
