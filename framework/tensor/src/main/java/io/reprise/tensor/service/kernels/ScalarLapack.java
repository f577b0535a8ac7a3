package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Decompositions by their textbook algorithms (Golub, Van Loan, Matrix Computations), in double: the oracle. */
final class ScalarLapack implements LapackKernels {
    private static final int SWEEPS = 60;
    private static final double NEGLIGIBLE = 1e-14;

    private static double[][] matrix(int m, int n, NativeTensor x, int start) {
        double[][] a = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x.get(start + i * n + j);
            }
        }
        return a;
    }

    private static void store(double[][] a, NativeTensor x, int start) {
        int n = a[0].length;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < n; j++) {
                x.put(start + i * n + j, a[i][j]);
            }
        }
    }

    private static double[][] identity(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 1;
        }
        return a;
    }

    @Override
    public boolean isFinite(NativeTensor x) {
        for (int i = 0; i < x.count(); i++) {
            if (!Double.isFinite(x.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Gaussian elimination of columns: each step takes multiples of one column off the later ones. */
    @Override
    public int lu(int n, NativeTensor x, int start, NativeTensor pivots, int pivotsStart) {
        double[][] a = matrix(n, n, x, start);
        int info = 0;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int j = k + 1; j < n; j++) {
                pivot = Math.abs(a[k][j]) > Math.abs(a[k][pivot]) ? j : pivot;
            }
            pivots.put(pivotsStart + k, pivot + 1);
            for (double[] row : a) {
                double value = row[k];
                row[k] = row[pivot];
                row[pivot] = value;
            }
            if (a[k][k] == 0) {
                info = info == 0 ? k + 1 : info;
                continue;
            }
            for (int j = k + 1; j < n; j++) {
                a[k][j] /= a[k][k];
                for (int i = k + 1; i < n; i++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        store(a, x, start);
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
                swapRows(b, bStart, columns, i, (int) pivots.get(pivotsStart + i) - 1);
            }
            triangularSolve(n, columns, true, true, true, lu, start, b, bStart);
            triangularSolve(n, columns, false, true, false, lu, start, b, bStart);
        } else {
            triangularSolve(n, columns, false, false, false, lu, start, b, bStart);
            triangularSolve(n, columns, true, false, true, lu, start, b, bStart);
            for (int i = n - 1; i >= 0; i--) {
                swapRows(b, bStart, columns, i, (int) pivots.get(pivotsStart + i) - 1);
            }
        }
    }

    private static void swapRows(NativeTensor b, int start, int columns, int i, int j) {
        for (int c = 0; c < columns; c++) {
            double value = b.get(start + i * columns + c);
            b.put(start + i * columns + c, b.get(start + j * columns + c));
            b.put(start + j * columns + c, value);
        }
    }

    @Override
    public int cholesky(int n, NativeTensor x, int start) {
        double[][] a = matrix(n, n, x, start);
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                if (i > j) {
                    a[i][j] = sum / a[j][j];
                } else if (sum > 0) {
                    a[j][j] = Math.sqrt(sum);
                } else {
                    return j + 1;
                }
            }
            Arrays.fill(a[j], j + 1, n, 0);
        }
        store(a, x, start);
        return 0;
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
        boolean backwards = upper != transpose;
        for (int c = 0; c < columns; c++) {
            double[] x = new double[n];
            for (int step = 0; step < n; step++) {
                int i = backwards ? n - 1 - step : step;
                double sum = b.get(bStart + i * columns + c);
                for (int j = backwards ? i + 1 : 0; j < (backwards ? n : i); j++) {
                    sum -= a.get(start + (transpose ? j * n + i : i * n + j)) * x[j];
                }
                x[i] = unit ? sum : sum / a.get(start + i * n + i);
            }
            for (int i = 0; i < n; i++) {
                b.put(bStart + i * columns + c, x[i]);
            }
        }
    }

    /** By the reflections of Householder. */
    @Override
    public void qr(int m, int n, NativeTensor x, int start, NativeTensor r, int rStart) {
        double[][] a = matrix(m, n, x, start);
        double[][] q = new double[m][n];
        for (int i = 0; i < n; i++) {
            q[i][i] = 1;
        }
        double[][] reflectors = new double[n][m];
        for (int k = 0; k < n; k++) {
            double[] v = reflectors[k];
            double norm = 0;
            for (int i = k; i < m; i++) {
                v[i] = a[i][k];
                norm = Math.hypot(norm, v[i]);
            }
            v[k] += v[k] < 0 ? -norm : norm;
            reflect(v, k, a);
        }
        for (int k = n - 1; k >= 0; k--) {
            reflect(reflectors[k], k, q);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                r.put(rStart + i * n + j, j < i ? 0 : a[i][j]);
            }
        }
        store(q, x, start);
    }

    /** {@code a -= 2 v v^T a / v^T v}. */
    private static void reflect(double[] v, int first, double[][] a) {
        double squares = 0;
        for (int i = first; i < v.length; i++) {
            squares += v[i] * v[i];
        }
        if (squares == 0) {
            return;
        }
        for (int j = 0; j < a[0].length; j++) {
            double product = 0;
            for (int i = first; i < v.length; i++) {
                product += v[i] * a[i][j];
            }
            for (int i = first; i < v.length; i++) {
                a[i][j] -= 2 * product / squares * v[i];
            }
        }
    }

    /** By Hestenes' rotations of pairs of columns until all are orthogonal; a wide matrix by its transpose. */
    @Override
    public int svd(
            int m,
            int n,
            NativeTensor x,
            int start,
            NativeTensor u,
            int uStart,
            NativeTensor s,
            int sStart,
            NativeTensor vt,
            int vtStart) {
        boolean wide = m < n;
        double[][] a = wide ? transposed(matrix(m, n, x, start)) : matrix(m, n, x, start);
        int k = Math.min(m, n);
        int rows = Math.max(m, n);
        double[][] v = identity(k);
        boolean rotated = true;
        for (int sweep = 0; rotated; sweep++) {
            if (sweep == SWEEPS) {
                return 1;
            }
            rotated = false;
            for (int p = 0; p < k; p++) {
                for (int q = p + 1; q < k; q++) {
                    rotated |= orthogonalise(a, v, p, q);
                }
            }
        }
        double[] norms = new double[k];
        Integer[] order = new Integer[k];
        for (int j = 0; j < k; j++) {
            order[j] = j;
            for (int i = 0; i < rows; i++) {
                norms[j] = Math.hypot(norms[j], a[i][j]);
            }
        }
        Arrays.sort(order, (p, q) -> Double.compare(norms[q], norms[p]));
        double[][] left = new double[rows][k];
        double[][] right = new double[k][k];
        for (int j = 0; j < k; j++) {
            int from = order[j];
            s.put(sStart + j, norms[from]);
            for (int i = 0; i < k; i++) {
                right[i][j] = v[i][from];
            }
            for (int i = 0; i < rows; i++) {
                left[i][j] = norms[from] > 0 ? a[i][from] / norms[from] : 0;
            }
        }
        complete(left);
        if (u != null) {
            store(wide ? right : left, u, uStart);
            store(transposed(wide ? left : right), vt, vtStart);
        }
        return 0;
    }

    private static boolean orthogonalise(double[][] a, double[][] v, int p, int q) {
        double pp = 0;
        double qq = 0;
        double pq = 0;
        for (double[] row : a) {
            pp += row[p] * row[p];
            qq += row[q] * row[q];
            pq += row[p] * row[q];
        }
        if (Math.abs(pq) <= NEGLIGIBLE * Math.sqrt(pp * qq)) {
            return false;
        }
        double ratio = (qq - pp) / (2 * pq);
        double tan = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.hypot(1, ratio));
        rotateColumns(a, p, q, tan);
        rotateColumns(v, p, q, tan);
        return true;
    }

    private static void rotateColumns(double[][] a, int p, int q, double tan) {
        double cos = 1 / Math.hypot(1, tan);
        double sin = cos * tan;
        for (double[] row : a) {
            double x = row[p];
            row[p] = cos * x - sin * row[q];
            row[q] = sin * x + cos * row[q];
        }
    }

    /** Replaces columns of zeros at the end by unit vectors orthogonal to those before them. */
    private static void complete(double[][] q) {
        int rows = q.length;
        for (int j = 0; j < q[0].length; j++) {
            for (int e = 0; e < rows && norm(q, j) < 0.5; e++) {
                for (int i = 0; i < rows; i++) {
                    q[i][j] = i == e ? 1 : 0;
                }
                for (int pass = 0; pass < 2; pass++) {
                    for (int other = 0; other < j; other++) {
                        double product = 0;
                        for (double[] row : q) {
                            product += row[other] * row[j];
                        }
                        for (double[] row : q) {
                            row[j] -= product * row[other];
                        }
                    }
                }
                double norm = norm(q, j);
                for (double[] row : q) {
                    row[j] = norm > 0.5 / rows ? row[j] / norm : 0;
                }
            }
        }
    }

    private static double norm(double[][] a, int column) {
        double norm = 0;
        for (double[] row : a) {
            norm = Math.hypot(norm, row[column]);
        }
        return norm;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** By Jacobi's rotations. */
    @Override
    public int symmetricEigen(int n, NativeTensor x, int start, NativeTensor values, int valuesStart) {
        double[][] a = matrix(n, n, x, start);
        double norm = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[j][i] = a[i][j];
                norm = Math.hypot(norm, a[i][j]);
            }
        }
        double[][] v = identity(n);
        boolean rotated = true;
        for (int sweep = 0; rotated; sweep++) {
            if (sweep == SWEEPS) {
                return 1;
            }
            rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (Math.abs(a[p][q]) > NEGLIGIBLE / 100 * norm) {
                        double ratio = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                        double tan = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.hypot(1, ratio));
                        rotateColumns(a, p, q, tan);
                        double[][] t = transposed(a);
                        rotateColumns(t, p, q, tan);
                        a = transposed(t);
                        rotateColumns(v, p, q, tan);
                        rotated = true;
                    }
                }
            }
        }
        double[][] found = a;
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (p, q) -> Double.compare(found[p][p], found[q][q]));
        for (int i = 0; i < n; i++) {
            values.put(valuesStart + i, a[order[i]][order[i]]);
            for (int j = 0; j < n; j++) {
                x.put(start + i * n + j, v[j][order[i]]);
            }
        }
        return 0;
    }

    /**
     * Eigenvalues as the roots of the characteristic polynomial (Faddeev, Le Verrier), all at once by Durand and Kerner's
     * iteration, each vector by inverse iteration: for small matrices with distinct eigenvalues.
     */
    @Override
    public int eigen(
            int n,
            NativeTensor x,
            int start,
            NativeTensor values,
            int valuesStart,
            NativeTensor vectors,
            int vectorsStart) {
        double[][] a = matrix(n, n, x, start);
        double[][] roots = roots(characteristic(a));
        for (int e = 0; e < n; e++) {
            values.put(valuesStart + 2 * e, roots[e][0]);
            values.put(valuesStart + 2 * e + 1, roots[e][1]);
            double[][] vector = inverseIteration(a, roots[e]);
            for (int i = 0; i < n; i++) {
                vectors.put(vectorsStart + 2 * (i * n + e), vector[i][0]);
                vectors.put(vectorsStart + 2 * (i * n + e) + 1, vector[i][1]);
            }
        }
        return 0;
    }

    private static double[] characteristic(double[][] a) {
        int n = a.length;
        double[] c = new double[n + 1];
        c[n] = 1;
        double[][] m = new double[n][n];
        for (int k = 1; k <= n; k++) {
            double[][] next = new double[n][n];
            double trace = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int p = 0; p < n; p++) {
                        next[i][j] += a[i][p] * m[p][j];
                    }
                }
                next[i][i] += c[n - k + 1];
            }
            m = next;
            for (int i = 0; i < n; i++) {
                for (int p = 0; p < n; p++) {
                    trace += a[i][p] * m[p][i];
                }
            }
            c[n - k] = -trace / k;
        }
        return c;
    }

    private static double[] times(double[] a, double[] b) {
        return new double[] {a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]};
    }

    private static double[] over(double[] a, double[] b) {
        double squares = b[0] * b[0] + b[1] * b[1];
        return times(a, new double[] {b[0] / squares, -b[1] / squares});
    }

    private static double[][] roots(double[] coefficients) {
        int n = coefficients.length - 1;
        double radius = 1;
        for (double c : coefficients) {
            radius = Math.max(radius, Math.abs(c));
        }
        radius = Math.min(radius, 2);
        double[][] z = new double[n][];
        for (int i = 0; i < n; i++) {
            z[i] = new double[] {
                radius * Math.cos(0.4 + 2 * Math.PI * i / n), radius * Math.sin(0.4 + 2 * Math.PI * i / n)
            };
        }
        for (int step = 0; step < 500; step++) {
            for (int i = 0; i < n; i++) {
                double[] value = {1, 0};
                double[] others = {1, 0};
                for (int k = n - 1; k >= 0; k--) {
                    value = times(value, z[i]);
                    value[0] += coefficients[k];
                }
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        others = times(others, new double[] {z[i][0] - z[j][0], z[i][1] - z[j][1]});
                    }
                }
                double[] change = over(value, others);
                z[i] = new double[] {z[i][0] - change[0], z[i][1] - change[1]};
            }
        }
        for (double[] root : z) {
            root[1] = Math.abs(root[1]) < 1e-12 * (1 + Math.abs(root[0])) ? 0 : root[1];
        }
        return z;
    }

    /** The vector of length 1 that {@code (a - root)^-1} makes longest. */
    private static double[][] inverseIteration(double[][] a, double[] root) {
        int n = a.length;
        double[][] vector = new double[n][];
        for (int i = 0; i < n; i++) {
            vector[i] = new double[] {1, 0.1 * i};
        }
        for (int step = 0; step < 3; step++) {
            double[][][] shifted = new double[n][n][];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    // Beside the root, so that no pivot is zero.
                    shifted[i][j] = new double[] {
                        a[i][j] - (i == j ? root[0] + 1e-10 * (1 + Math.abs(root[0])) : 0), i == j ? -root[1] : 0
                    };
                }
            }
            eliminate(shifted, vector);
            double norm = 0;
            for (double[] v : vector) {
                norm = Math.hypot(norm, Math.hypot(v[0], v[1]));
            }
            for (double[] v : vector) {
                v[0] /= norm;
                v[1] /= norm;
            }
        }
        return vector;
    }

    private static void eliminate(double[][][] a, double[][] b) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.hypot(a[i][k][0], a[i][k][1]) > Math.hypot(a[pivot][k][0], a[pivot][k][1]) ? i : pivot;
            }
            double[][] row = a[k];
            a[k] = a[pivot];
            a[pivot] = row;
            double[] value = b[k];
            b[k] = b[pivot];
            b[pivot] = value;
            for (int i = k + 1; i < n; i++) {
                double[] factor = over(a[i][k], a[k][k]);
                for (int j = k; j < n; j++) {
                    double[] product = times(factor, a[k][j]);
                    a[i][j] = new double[] {a[i][j][0] - product[0], a[i][j][1] - product[1]};
                }
                double[] product = times(factor, b[k]);
                b[i] = new double[] {b[i][0] - product[0], b[i][1] - product[1]};
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                double[] product = times(a[i][j], b[j]);
                b[i] = new double[] {b[i][0] - product[0], b[i][1] - product[1]};
            }
            b[i] = over(b[i], a[i][i]);
        }
    }
}
