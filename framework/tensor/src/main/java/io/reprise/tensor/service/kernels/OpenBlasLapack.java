package io.reprise.tensor.service.kernels;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUnit;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeev_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgelqf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgetrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dlaset_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorglq_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgeev_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgelqf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgesdd_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgetrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_slaset_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sorglq_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf_work;
import static org.bytedeco.openblas.global.openblas.LAPACKE_ssyevd_work;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dasum;
import static org.bytedeco.openblas.global.openblas.cblas_dswap;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;
import static org.bytedeco.openblas.global.openblas.cblas_sasum;
import static org.bytedeco.openblas.global.openblas.cblas_sswap;
import static org.bytedeco.openblas.global.openblas.cblas_strsm;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.kernels.OpenBlas.Doubles;
import io.reprise.tensor.service.kernels.OpenBlas.Floats;
import io.reprise.tensor.service.memory.NativeTensor;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * LAPACK of OpenBLAS. It takes matrices by columns, so that a row-major a is its a^T: instead of copying, each decomposition
 * is chosen so that what it makes of a^T is, row-major again, what was wanted of a.
 */
final class OpenBlasLapack implements LapackKernels {
    private static final byte YES = 'V';
    private static final byte NO = 'N';
    private static final byte REDUCED = 'S';
    private static final byte UPPER = 'U';
    private static final byte LOWER = 'L';

    private static boolean floats(NativeTensor x) {
        return x.type() == ElementType.FLOAT;
    }

    private static NativeTensor allocate(NativeTensor like, ElementType type, int elements) {
        return like.owner().allocate(type, Shape.of(Math.max(1, elements)));
    }

    private static void release(NativeTensor x) {
        x.owner().release(x);
    }

    private static void requireValid(String routine, int info) {
        if (info < 0) {
            throw new IllegalStateException(routine + " was called with a wrong argument " + -info);
        }
    }

    @Override
    public boolean isFinite(NativeTensor x) {
        OpenBlas.Library.load();
        // A sum of absolute values is finite only if all of them are; one that overflows proves nothing.
        double sum =
                floats(x) ? cblas_sasum(x.count(), new Floats(x, 0), 1) : cblas_dasum(x.count(), new Doubles(x, 0), 1);
        if (Double.isFinite(sum)) {
            return true;
        }
        for (int i = 0; i < x.count(); i++) {
            if (!Double.isFinite(x.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** a^T = p l u by columns is a = u^T l^T p^T by rows. */
    @Override
    public int lu(int n, NativeTensor a, int start, NativeTensor pivots, int pivotsStart) {
        OpenBlas.Library.load();
        Ints p = new Ints(pivots, pivotsStart);
        int info = floats(a)
                ? LAPACKE_sgetrf_work(LAPACK_COL_MAJOR, n, n, new Floats(a, start), n, p)
                : LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, new Doubles(a, start), n, p);
        requireValid("getrf", info);
        return info;
    }

    @Override
    public void luSolve(
            int n,
            int columns,
            NativeTensor lu,
            int start,
            NativeTensor pivots,
            int pivotsStart,
            boolean transpose,
            NativeTensor b,
            int bStart) {
        if (transpose) {
            for (int i = 0; i < n; i++) {
                swapRows(b, bStart, columns, i, (int) pivots.getLong(pivotsStart + i) - 1);
            }
            triangularSolve(n, columns, true, true, true, lu, start, b, bStart);
            triangularSolve(n, columns, false, true, false, lu, start, b, bStart);
        } else {
            triangularSolve(n, columns, false, false, false, lu, start, b, bStart);
            triangularSolve(n, columns, true, false, true, lu, start, b, bStart);
            for (int i = n - 1; i >= 0; i--) {
                swapRows(b, bStart, columns, i, (int) pivots.getLong(pivotsStart + i) - 1);
            }
        }
    }

    private static void swapRows(NativeTensor b, int start, int columns, int i, int j) {
        if (i == j) {
            return;
        }
        int x = start + i * columns;
        int y = start + j * columns;
        if (floats(b)) {
            cblas_sswap(columns, new Floats(b, x), 1, new Floats(b, y), 1);
        } else {
            cblas_dswap(columns, new Doubles(b, x), 1, new Doubles(b, y), 1);
        }
    }

    @Override
    public int cholesky(int n, NativeTensor a, int start) {
        OpenBlas.Library.load();
        int info = floats(a)
                ? LAPACKE_spotrf_work(LAPACK_COL_MAJOR, UPPER, n, new Floats(a, start), n)
                : LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, UPPER, n, new Doubles(a, start), n);
        requireValid("potrf", info);
        // By columns, what lies above the diagonal is the lower triangle that begins one element further on.
        if (n > 1 && floats(a)) {
            LAPACKE_slaset_work(LAPACK_COL_MAJOR, LOWER, n - 1, n - 1, 0, 0, new Floats(a, start + 1), n);
        } else if (n > 1) {
            LAPACKE_dlaset_work(LAPACK_COL_MAJOR, LOWER, n - 1, n - 1, 0, 0, new Doubles(a, start + 1), n);
        }
        return info;
    }

    @Override
    public void triangularSolve(
            int n,
            int columns,
            boolean upper,
            boolean transpose,
            boolean unit,
            NativeTensor a,
            int start,
            NativeTensor b,
            int bStart) {
        OpenBlas.Library.load();
        int triangle = upper ? CblasUpper : CblasLower;
        int order = transpose ? CblasTrans : CblasNoTrans;
        int diagonal = unit ? CblasUnit : CblasNonUnit;
        if (floats(a)) {
            cblas_strsm(
                    CblasRowMajor,
                    CblasLeft,
                    triangle,
                    order,
                    diagonal,
                    n,
                    columns,
                    1,
                    new Floats(a, start),
                    n,
                    new Floats(b, bStart),
                    columns);
        } else {
            cblas_dtrsm(
                    CblasRowMajor,
                    CblasLeft,
                    triangle,
                    order,
                    diagonal,
                    n,
                    columns,
                    1,
                    new Doubles(a, start),
                    n,
                    new Doubles(b, bStart),
                    columns);
        }
    }

    /** a^T = l q by columns is a = q^T l^T by rows. */
    @Override
    public void qr(int m, int n, NativeTensor a, int start, NativeTensor r, int rStart) {
        OpenBlas.Library.load();
        NativeTensor tau = allocate(a, a.type(), n);
        NativeTensor size = allocate(a, a.type(), 1);
        requireValid("gelqf", lq(m, n, a, start, tau, size, -1));
        int most = (int) size.get(0);
        requireValid("orglq", q(m, n, a, start, tau, size, -1));
        int room = Math.max(most, (int) size.get(0));
        NativeTensor work = allocate(a, a.type(), room);
        requireValid("gelqf", lq(m, n, a, start, tau, work, room));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                r.put(rStart + i * n + j, j < i ? 0 : a.get(start + i * n + j));
            }
        }
        requireValid("orglq", q(m, n, a, start, tau, work, room));
        release(work);
        release(size);
        release(tau);
    }

    private static int lq(int m, int n, NativeTensor a, int start, NativeTensor tau, NativeTensor work, int room) {
        return floats(a)
                ? LAPACKE_sgelqf_work(
                        LAPACK_COL_MAJOR, n, m, new Floats(a, start), n, new Floats(tau, 0), new Floats(work, 0), room)
                : LAPACKE_dgelqf_work(
                        LAPACK_COL_MAJOR,
                        n,
                        m,
                        new Doubles(a, start),
                        n,
                        new Doubles(tau, 0),
                        new Doubles(work, 0),
                        room);
    }

    private static int q(int m, int n, NativeTensor a, int start, NativeTensor tau, NativeTensor work, int room) {
        return floats(a)
                ? LAPACKE_sorglq_work(
                        LAPACK_COL_MAJOR,
                        n,
                        m,
                        n,
                        new Floats(a, start),
                        n,
                        new Floats(tau, 0),
                        new Floats(work, 0),
                        room)
                : LAPACKE_dorglq_work(
                        LAPACK_COL_MAJOR,
                        n,
                        m,
                        n,
                        new Doubles(a, start),
                        n,
                        new Doubles(tau, 0),
                        new Doubles(work, 0),
                        room);
    }

    /** a^T = v s u^T by columns is a = u s v^T by rows, and each of u and v lies where its transpose would. */
    @Override
    public int svd(
            int m,
            int n,
            NativeTensor a,
            int start,
            NativeTensor u,
            int uStart,
            NativeTensor s,
            int sStart,
            NativeTensor vt,
            int vtStart) {
        OpenBlas.Library.load();
        int k = Math.min(m, n);
        byte job = u == null ? NO : REDUCED;
        NativeTensor left = u == null ? a : u;
        NativeTensor right = u == null ? a : vt;
        NativeTensor integers = allocate(a, ElementType.INT, 8 * k);
        NativeTensor size = allocate(a, a.type(), 1);
        gesdd(job, m, n, k, a, start, left, uStart, s, sStart, right, vtStart, size, -1, integers);
        int room = room(size);
        NativeTensor work = allocate(a, a.type(), room);
        int info = gesdd(job, m, n, k, a, start, left, uStart, s, sStart, right, vtStart, work, room, integers);
        release(work);
        release(size);
        release(integers);
        return info;
    }

    /** A size that a float may have rounded down. */
    private static int room(NativeTensor size) {
        return (int) Math.ceil(size.get(0) * (1 + 1e-6));
    }

    private static int gesdd(
            byte job,
            int m,
            int n,
            int k,
            NativeTensor a,
            int start,
            NativeTensor u,
            int uStart,
            NativeTensor s,
            int sStart,
            NativeTensor vt,
            int vtStart,
            NativeTensor work,
            int room,
            NativeTensor integers) {
        int info = floats(a)
                ? LAPACKE_sgesdd_work(
                        LAPACK_COL_MAJOR,
                        job,
                        n,
                        m,
                        new Floats(a, start),
                        n,
                        new Floats(s, sStart),
                        new Floats(vt, vtStart),
                        n,
                        new Floats(u, uStart),
                        k,
                        new Floats(work, 0),
                        room,
                        new Ints(integers, 0))
                : LAPACKE_dgesdd_work(
                        LAPACK_COL_MAJOR,
                        job,
                        n,
                        m,
                        new Doubles(a, start),
                        n,
                        new Doubles(s, sStart),
                        new Doubles(vt, vtStart),
                        n,
                        new Doubles(u, uStart),
                        k,
                        new Doubles(work, 0),
                        room,
                        new Ints(integers, 0));
        requireValid("gesdd", info);
        return info;
    }

    @Override
    public int symmetricEigen(int n, NativeTensor a, int start, NativeTensor values, int valuesStart) {
        OpenBlas.Library.load();
        NativeTensor size = allocate(a, a.type(), 1);
        NativeTensor integerSize = allocate(a, ElementType.INT, 1);
        syevd(n, a, start, values, valuesStart, size, -1, integerSize, -1);
        int room = room(size);
        int integerRoom = (int) integerSize.getLong(0);
        NativeTensor work = allocate(a, a.type(), room);
        NativeTensor integers = allocate(a, ElementType.INT, integerRoom);
        int info = syevd(n, a, start, values, valuesStart, work, room, integers, integerRoom);
        release(integers);
        release(work);
        release(integerSize);
        release(size);
        return info;
    }

    private static int syevd(
            int n,
            NativeTensor a,
            int start,
            NativeTensor values,
            int valuesStart,
            NativeTensor work,
            int room,
            NativeTensor integers,
            int integerRoom) {
        int info = floats(a)
                ? LAPACKE_ssyevd_work(
                        LAPACK_COL_MAJOR,
                        YES,
                        UPPER,
                        n,
                        new Floats(a, start),
                        n,
                        new Floats(values, valuesStart),
                        new Floats(work, 0),
                        room,
                        new Ints(integers, 0),
                        integerRoom)
                : LAPACKE_dsyevd_work(
                        LAPACK_COL_MAJOR,
                        YES,
                        UPPER,
                        n,
                        new Doubles(a, start),
                        n,
                        new Doubles(values, valuesStart),
                        new Doubles(work, 0),
                        room,
                        new Ints(integers, 0),
                        integerRoom);
        requireValid("syevd", info);
        return info;
    }

    /** The left eigenvectors u of a^T, u^H a^T = λ u^H, are the conjugates of the right ones of a. */
    @Override
    public int eigen(
            int n,
            NativeTensor a,
            int start,
            NativeTensor values,
            int valuesStart,
            NativeTensor vectors,
            int vectorsStart) {
        OpenBlas.Library.load();
        NativeTensor parts = allocate(a, a.type(), 2 * n);
        NativeTensor left = allocate(a, a.type(), n * n);
        NativeTensor size = allocate(a, a.type(), 1);
        geev(n, a, start, parts, left, size, -1);
        int room = room(size);
        NativeTensor work = allocate(a, a.type(), room);
        int info = geev(n, a, start, parts, left, work, room);
        int j = 0;
        while (info == 0 && j < n) {
            double imaginary = parts.get(n + j);
            boolean pair = imaginary != 0 && j + 1 < n;
            for (int c = j; c <= (pair ? j + 1 : j); c++) {
                values.put(valuesStart + 2 * c, parts.get(c));
                values.put(valuesStart + 2 * c + 1, parts.get(n + c));
                double sign = c == j ? -1 : 1;
                for (int i = 0; i < n; i++) {
                    int to = vectorsStart + 2 * (i * n + c);
                    vectors.put(to, left.get(j * n + i));
                    vectors.put(to + 1, pair ? sign * left.get((j + 1) * n + i) : 0);
                }
            }
            j += pair ? 2 : 1;
        }
        release(work);
        release(size);
        release(left);
        release(parts);
        return info;
    }

    private static int geev(
            int n, NativeTensor a, int start, NativeTensor parts, NativeTensor left, NativeTensor work, int room) {
        int info = floats(a)
                ? LAPACKE_sgeev_work(
                        LAPACK_COL_MAJOR,
                        YES,
                        NO,
                        n,
                        new Floats(a, start),
                        n,
                        new Floats(parts, 0),
                        new Floats(parts, n),
                        new Floats(left, 0),
                        n,
                        new Floats(left, 0),
                        n,
                        new Floats(work, 0),
                        room)
                : LAPACKE_dgeev_work(
                        LAPACK_COL_MAJOR,
                        YES,
                        NO,
                        n,
                        new Doubles(a, start),
                        n,
                        new Doubles(parts, 0),
                        new Doubles(parts, n),
                        new Doubles(left, 0),
                        n,
                        new Doubles(left, 0),
                        n,
                        new Doubles(work, 0),
                        room);
        requireValid("geev", info);
        return info;
    }

    /** A pointer into a tensor of ints, without the bookkeeping of JavaCPP's own constructors. */
    private static final class Ints extends IntPointer {
        Ints(NativeTensor tensor, int start) {
            super((Pointer) null);
            address = tensor.rawAddress() + 4L * start;
        }
    }
}
