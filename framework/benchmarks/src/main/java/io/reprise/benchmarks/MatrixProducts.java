package io.reprise.benchmarks;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import ai.djl.ndarray.NDArray;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Products of matrices, against libtorch, and against OpenBLAS without anything of ours around it. */
final class MatrixProducts {
    private MatrixProducts() {}

    static List<Work> works() {
        List<Work> works = new ArrayList<>();
        for (int n : new int[] {64, 256, 1024}) {
            works.add(Work.withProducts(
                    "gemm-" + n, 1.5, () -> new OurProduct(1, n, n, n), () -> new TorchProduct(1, n, n, n)));
        }
        works.add(Work.withProducts(
                "gemm-batched", 1.5, () -> new OurProduct(64, 64, 32, 64), () -> new TorchProduct(64, 64, 32, 64)));
        for (int n : new int[] {256, 1024}) {
            works.add(new Work(
                    "gemm-" + n + "-raw",
                    Work.Peer.OPENBLAS,
                    0.95,
                    true,
                    1e-5,
                    () -> new OurProduct(1, n, n, n),
                    () -> new RawProduct(n)));
        }
        return works;
    }

    private static float[] left(int batch, int m, int k) {
        return Numbers.between(1, batch * m * k, 1);
    }

    private static float[] right(int batch, int k, int n) {
        return Numbers.between(1, batch * k * n, 2);
    }

    private static final class OurProduct extends Ours {
        private final Tensor a;
        private final Tensor b;

        OurProduct(int batch, int m, int k, int n) {
            a = lasting.of(left(batch, m, k), batch, m, k);
            b = lasting.of(right(batch, k, n), batch, k, n);
        }

        @Override
        List<Tensor> compute(TensorScope scope) {
            return List.of(scope.ops().matmul(a, b));
        }
    }

    private static final class TorchProduct extends Torch {
        private final NDArray a;
        private final NDArray b;

        TorchProduct(int batch, int m, int k, int n) {
            a = batch == 1 ? array(left(1, m, k), m, k) : array(left(batch, m, k), batch, m, k);
            b = batch == 1 ? array(right(1, k, n), k, n) : array(right(batch, k, n), batch, k, n);
        }

        @Override
        List<NDArray> compute() {
            return List.of(a.matMul(b));
        }
    }

    private static final class RawProduct implements Side {
        private final int n;
        private final FloatPointer a;
        private final FloatPointer b;
        private final FloatPointer c;

        RawProduct(int n) {
            this.n = n;
            openblas.blas_set_num_threads(Integer.getInteger(Measurement.THREADS, 1));
            a = new FloatPointer(left(1, n, n));
            b = new FloatPointer(right(1, n, n));
            c = new FloatPointer((long) n * n);
        }

        @Override
        public Object run() {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
            return c;
        }

        @Override
        public List<float[]> results() {
            run();
            float[] result = new float[n * n];
            c.get(result);
            return List.of(result);
        }

        @Override
        public void close() {
            a.close();
            b.close();
            c.close();
        }
    }
}
