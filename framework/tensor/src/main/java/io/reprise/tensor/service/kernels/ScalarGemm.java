package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/** Three loops, with sums in double: the oracle for the others. */
final class ScalarGemm implements Gemm {
    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            NativeTensor a,
            int aStart,
            int aStride,
            NativeTensor b,
            int bStart,
            int bStride,
            double beta,
            NativeTensor c,
            int cStart,
            int cStride) {
        int aRow = transposeA ? 1 : aStride;
        int aColumn = transposeA ? aStride : 1;
        int bRow = transposeB ? 1 : bStride;
        int bColumn = transposeB ? bStride : 1;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a.get(aStart + i * aRow + p * aColumn) * b.get(bStart + p * bRow + j * bColumn);
                }
                int target = cStart + i * cStride + j;
                c.put(target, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(target));
            }
        }
    }

    @Override
    public void multiplyByOwnTranspose(
            int m, int k, NativeTensor a, int aStart, int aStride, NativeTensor c, int cStart, int cStride) {
        multiply(false, true, m, m, k, 1, a, aStart, aStride, a, aStart, aStride, 0, c, cStart, cStride);
    }

    @Override
    public LapackKernels lapack() {
        return new ScalarLapack();
    }

    @Override
    public String description() {
        return "none";
    }
}
