package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;

/** Operations on images of floats through the Vector API; doubles run through the scalar code. */
final class VectorImageKernels extends ScalarImageKernels {
    /** As in {@link VectorKernels}: loops are called in parts of so many elements. */
    private static final int PART = 2048;

    VectorImageKernels(Gemm gemm) {
        super(gemm);
    }

    private static boolean floats(NativeTensor x) {
        return x.type() == ElementType.FLOAT;
    }

    @Override
    void zero(NativeTensor x, int start, int n) {
        if (!floats(x)) {
            super.zero(x, start, n);
            return;
        }
        for (int i = 0; i < n; i += PART) {
            FloatLoops.fill(x, start + i, Math.min(PART, n - i), 0);
        }
    }

    @Override
    void addConstant(NativeTensor x, int start, int n, double value) {
        if (!floats(x)) {
            super.addConstant(x, start, n, value);
            return;
        }
        for (int i = 0; i < n; i += PART) {
            FloatLoops.addConstant(x, start + i, (float) value, x, start + i, Math.min(PART, n - i));
        }
    }
}
