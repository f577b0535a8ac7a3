package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;

/** Sparse products of floats, a vector of each row at a time. */
final class VectorSparseKernels extends ScalarSparseKernels {
    @Override
    void addScaled(double factor, NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        if (x.type() == ElementType.FLOAT) {
            FloatLoops.affine(x, start, (float) factor, 0, out, outStart, n, true);
        } else {
            super.addScaled(factor, x, start, out, outStart, n);
        }
    }

    @Override
    double dot(NativeTensor a, int aStart, NativeTensor b, int bStart, int n) {
        return a.type() == ElementType.FLOAT
                ? FloatSums.dot(a, aStart, b, bStart, n)
                : super.dot(a, aStart, b, bStart, n);
    }
}
