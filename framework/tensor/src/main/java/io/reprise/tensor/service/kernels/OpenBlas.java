package io.reprise.tensor.service.kernels;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS, called directly, each call on one thread; large products are several calls. The first product loads the native
 * library.
 */
final class OpenBlas implements Gemm {
    /**
     * Up to so many multiplications OpenBLAS has kernels for AVX-512 that work where the matrices lie, without copying them
     * first, if the right one is not transposed; so longer products are made in parts of at most {@link #PART}. On one core of a Zen 5
     * the product of 64 by 512 with 512 by 64 goes from 117 to 190 GFLOP/s.
     */
    private static final long SMALL = 1_000_000;

    private static final int PART = 128;

    /** Shorter parts than this cost more in calls than they save. */
    private static final int SHORTEST = 32;

    /**
     * Products of more multiplications than this are shared: in two halves, and in four parts from {@link #HUGE} on. More parts
     * would be slower on one thread, since each packs the left matrix anew: two cost up to 4 in a hundred at 512 by 512 and
     * nothing that can be seen at 1024 by 1024.
     */
    private static final long LARGE = 64_000_000;

    private static final long HUGE = 8_000_000_000L;

    /** Parts begin at whole vectors. */
    private static final int UNIT = 64;

    private final Workers workers;

    private final LapackKernels lapack = new OpenBlasLapack();

    OpenBlas(Workers workers) {
        this.workers = workers;
    }

    /** How long a part may be to be small, where a part of length 1 takes so many multiplications. */
    private static int partOf(long slice) {
        return (int) Math.min(PART, SMALL / slice / 32 * 32);
    }

    /** Initialised at the first product and not when a bundle starts: loading takes a tenth of a second. */
    static final class Library {
        static {
            Loader.load(openblas.class);
            openblas.blas_set_num_threads(1);
        }

        static void load() {}
    }

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
        if (m == 0 || n == 0) {
            return;
        }
        long work = (long) m * n * k;
        int longest = Math.max(m, Math.max(n, k));
        int size = work <= SMALL || transposeB ? PART : partOf(work / longest);
        if (transposeB || work <= SMALL || longest <= size || size < SHORTEST) {
            large(
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    aStart,
                    aStride,
                    b,
                    bStart,
                    bStride,
                    beta,
                    c,
                    cStart,
                    cStride);
            return;
        }
        for (int from = 0; from < longest; from += size) {
            int part = Math.min(size, longest - from);
            if (longest == n) {
                whole(
                        transposeA,
                        false,
                        m,
                        part,
                        k,
                        alpha,
                        a,
                        aStart,
                        aStride,
                        b,
                        bStart + from,
                        bStride,
                        beta,
                        c,
                        cStart + from,
                        cStride);
            } else if (longest == k) {
                int aPart = aStart + from * (transposeA ? aStride : 1);
                double betaPart = from == 0 ? beta : 1;
                whole(
                        transposeA,
                        false,
                        m,
                        n,
                        part,
                        alpha,
                        a,
                        aPart,
                        aStride,
                        b,
                        bStart + from * bStride,
                        bStride,
                        betaPart,
                        c,
                        cStart,
                        cStride);
            } else {
                int aPart = aStart + from * (transposeA ? 1 : aStride);
                whole(
                        transposeA,
                        false,
                        part,
                        n,
                        k,
                        alpha,
                        a,
                        aPart,
                        aStride,
                        b,
                        bStart,
                        bStride,
                        beta,
                        c,
                        cStart + from * cStride,
                        cStride);
            }
        }
    }

    /** A product that OpenBLAS makes as it comes, or some of its columns or rows at a time. */
    private void large(
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
        long work = (long) m * n * k;
        boolean columns = 2L * n >= m;
        int all = columns ? n : m;
        int wanted = work < LARGE ? 1 : work < HUGE ? 2 : 4;
        int length = wanted == 1 ? all : (all / wanted + UNIT - 1) / UNIT * UNIT;
        workers.compute((all + length - 1) / length, part -> {
            int from = part * length;
            int some = Math.min(length, all - from);
            int aFrom = columns ? 0 : from * (transposeA ? 1 : aStride);
            int bFrom = columns ? from * (transposeB ? bStride : 1) : 0;
            whole(
                    transposeA,
                    transposeB,
                    columns ? m : some,
                    columns ? some : n,
                    k,
                    alpha,
                    a,
                    aStart + aFrom,
                    aStride,
                    b,
                    bStart + bFrom,
                    bStride,
                    beta,
                    c,
                    cStart + (columns ? from : from * cStride),
                    cStride);
        });
    }

    private static void whole(
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
        Library.load();
        int ta = transposeA ? CblasTrans : CblasNoTrans;
        int tb = transposeB ? CblasTrans : CblasNoTrans;
        if (c.type() == ElementType.FLOAT) {
            cblas_sgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    (float) alpha,
                    new Floats(a, aStart),
                    Math.max(1, aStride),
                    new Floats(b, bStart),
                    Math.max(1, bStride),
                    (float) beta,
                    new Floats(c, cStart),
                    Math.max(1, cStride));
        } else {
            cblas_dgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    alpha,
                    new Doubles(a, aStart),
                    Math.max(1, aStride),
                    new Doubles(b, bStart),
                    Math.max(1, bStride),
                    beta,
                    new Doubles(c, cStart),
                    Math.max(1, cStride));
        }
    }

    @Override
    public void multiplyByOwnTranspose(
            int m, int k, NativeTensor a, int aStart, int aStride, NativeTensor c, int cStart, int cStride) {
        if (m == 0) {
            return;
        }
        Library.load();
        if (c.type() == ElementType.FLOAT) {
            cblas_ssyrk(
                    CblasRowMajor,
                    CblasLower,
                    CblasNoTrans,
                    m,
                    k,
                    1,
                    new Floats(a, aStart),
                    Math.max(1, aStride),
                    0,
                    new Floats(c, cStart),
                    Math.max(1, cStride));
        } else {
            cblas_dsyrk(
                    CblasRowMajor,
                    CblasLower,
                    CblasNoTrans,
                    m,
                    k,
                    1,
                    new Doubles(a, aStart),
                    Math.max(1, aStride),
                    0,
                    new Doubles(c, cStart),
                    Math.max(1, cStride));
        }
    }

    @Override
    public LapackKernels lapack() {
        return lapack;
    }

    @Override
    public String description() {
        Library.load();
        return "OpenBLAS "
                + openblas.OPENBLAS_VERSION
                        .strip()
                        .replaceFirst("^OpenBLAS ", "")
                        .strip();
    }

    /** A pointer into a tensor, without the bookkeeping of JavaCPP's own constructors. */
    static final class Floats extends FloatPointer {
        Floats(NativeTensor tensor, int start) {
            super((Pointer) null);
            address = tensor.rawAddress() + 4L * start;
        }
    }

    static final class Doubles extends DoublePointer {
        Doubles(NativeTensor tensor, int start) {
            super((Pointer) null);
            address = tensor.rawAddress() + 8L * start;
        }
    }
}
