package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import io.reprise.tensor.LinearAlgebra;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Singular values and vectors, eigenvalues and eigenvectors of a symmetric matrix, equations with 16 right sides, and Cholesky's
 * decomposition, of matrices of 300 x 300 and 1000 x 1000. All vectors are computed; only what is unique is compared.
 */
final class Decompositions {
    private static final int RIGHT_SIDES = 16;

    private Decompositions() {}

    private enum Problem {
        SVD("svd", (f, x) -> f.svd(x.get(0)).s(), "u, s, vt, = torch.linalg_svd(a, False)", "s"),
        EIGEN(
                "symmetric-eigen",
                (f, x) -> f.symmetricEigen(x.get(0)).values(),
                "values, vectors, = torch.linalg_eigh(a)",
                "values"),
        SOLVE("solve", (f, x) -> f.solve(x.get(0), x.get(1)), "x = torch.linalg_solve(a, b)", "x"),
        CHOLESKY("cholesky", (f, x) -> f.cholesky(x.get(0)), "l = torch.linalg_cholesky(a)", "l");

        private final String title;
        private final BiFunction<LinearAlgebra, List<Tensor>, Tensor> ours;
        private final String program;
        private final String result;

        Problem(String title, BiFunction<LinearAlgebra, List<Tensor>, Tensor> ours, String program, String result) {
            this.title = title;
            this.ours = ours;
            this.program = program;
            this.result = result;
        }

        /** Random; symmetric with a diagonal that makes it definite, unless singular values are asked for. */
        float[] matrix(int n) {
            float[] a = Numbers.between(1, n * n, 1);
            if (this == SVD) {
                return a;
            }
            float[] transposed = Numbers.transposed(a, n, n);
            for (int i = 0; i < a.length; i++) {
                a[i] = (a[i] + transposed[i]) / 2;
            }
            for (int i = 0; i < n; i++) {
                a[i * n + i] += (float) (2 * Math.sqrt(n));
            }
            return a;
        }
    }

    static List<Work> works() {
        List<Work> works = new ArrayList<>();
        for (int n : new int[] {300, 1000}) {
            for (Problem problem : Problem.values()) {
                works.add(Work.withProducts(
                        problem.title + "-" + n,
                        1,
                        () -> new OurProblem(problem, n),
                        () -> new TorchProblem(problem, n)));
            }
        }
        return works;
    }

    private static float[] rightSides(int n) {
        return Numbers.between(1, n * RIGHT_SIDES, 2);
    }

    private static final class OurProblem extends Ours {
        private final Problem problem;
        private final List<Tensor> inputs;

        OurProblem(Problem problem, int n) {
            this.problem = problem;
            inputs = List.of(lasting.of(problem.matrix(n), n, n), lasting.of(rightSides(n), n, RIGHT_SIDES));
        }

        @Override
        List<Tensor> compute(TensorScope scope) {
            Ops f = scope.ops();
            return List.of(problem.ours.apply(f.linalg(), inputs));
        }
    }

    private static final class TorchProblem extends TorchScript {
        TorchProblem(Problem problem, int n) {
            NDArray a = array(problem.matrix(n), n, n);
            NDArray b = array(rightSides(n), n, RIGHT_SIDES);
            load(List.of("a", "b"), List.of(a, b), problem.program, problem.result);
        }
    }
}
