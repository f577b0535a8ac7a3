package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/** Sparse products as their formulas read. */
class ScalarSparseKernels implements SparseKernels {
    @Override
    public void multiply(Pattern pattern, NativeTensor values, NativeTensor x, int width, NativeTensor out) {
        for (int i = 0; i < pattern.rows(); i++) {
            for (int k = pattern.offsets()[i]; k < pattern.offsets()[i + 1]; k++) {
                addScaled(values.get(k), x, pattern.columns()[k] * width, out, i * width, width);
            }
        }
    }

    @Override
    public void multiplyTransposed(Pattern pattern, NativeTensor values, NativeTensor x, int width, NativeTensor out) {
        for (int i = 0; i < pattern.rows(); i++) {
            for (int k = pattern.offsets()[i]; k < pattern.offsets()[i + 1]; k++) {
                addScaled(values.get(k), x, i * width, out, pattern.columns()[k] * width, width);
            }
        }
    }

    @Override
    public void sampledProduct(Pattern pattern, NativeTensor a, NativeTensor b, int width, NativeTensor out) {
        for (int i = 0; i < pattern.rows(); i++) {
            for (int k = pattern.offsets()[i]; k < pattern.offsets()[i + 1]; k++) {
                out.put(k, out.get(k) + dot(a, i * width, b, pattern.columns()[k] * width, width));
            }
        }
    }

    /** {@code out += factor * x} on n elements. */
    void addScaled(double factor, NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        for (int j = 0; j < n; j++) {
            out.put(outStart + j, out.get(outStart + j) + factor * x.get(start + j));
        }
    }

    double dot(NativeTensor a, int aStart, NativeTensor b, int bStart, int n) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += a.get(aStart + j) * b.get(bStart + j);
        }
        return sum;
    }
}
