package io.reprise.tensor.service.optimize;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.EvolutionStrategy;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.LinearAlgebra.Eigen;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Covariance matrix adaptation; see {@link EvolutionStrategy.CmaEs}. With {@code z ~ N(0, I)} and {@code y = C^(1/2) z}, a
 * candidate is {@code m + sigma y}. The best of a generation first, {@code <.>_w = sum w_i ._i} over the better half, and g
 * counting from 1, one generation is (tutorial, figure 6)
 *
 * <pre>
 * m      = m + sigma &lt;y&gt;_w
 * pSigma = (1 - cSigma) pSigma + sqrt(cSigma (2 - cSigma) muEff) C^(-1/2) &lt;y&gt;_w
 * sigma  = sigma exp(cSigma / dSigma (|pSigma| / E|N(0, I)| - 1))
 * h      = 1 if |pSigma| / sqrt(1 - (1 - cSigma)^(2 g)) &lt; (1.4 + 2 / (n + 1)) E|N(0, I)|, else 0
 * pC     = (1 - cC) pC + h sqrt(cC (2 - cC) muEff) &lt;y&gt;_w
 * v_i    = w_i if w_i &gt;= 0, else w_i n / |C^(-1/2) y_i|^2
 * C      = (1 + c1 (1 - h) cC (2 - cC) - c1 - cMu sum w_i) C + c1 pC pC^T + cMu sum v_i y_i y_i^T
 * </pre>
 *
 * and {@code C^(-1/2) y = z}. The root is the symmetric one, {@code B D B^T} of the eigenvectors B and the roots D of the eigenvalues:
 * candidates have the same distribution as with the tutorial's {@code B D z}, and do not depend on the arbitrary signs of
 * eigenvectors. Everything is in double, whatever the parameters are.
 */
public final class CovarianceMatrixAdaptation implements EvolutionStrategy {
    /** Below this share of the largest, an eigenvalue is rounding. */
    private static final double LEAST_EIGENVALUE = 1e-14;

    private final TensorScope scope;
    private final Map<String, Tensor> parameters;
    private final boolean separable;
    private final RandomSource random;
    private final int n;
    private final CmaConstants constants;

    /** The number of generations told. */
    private final Tensor generation;
    /** {@code m}: the parameters in double, one after the other. */
    private final Tensor mean;

    private final Tensor sigma;
    private final Tensor sigmaPath;
    private final Tensor covariancePath;
    /** {@code C [n, n]}, or its diagonal {@code [n]}. */
    private final Tensor covariance;
    /** {@code C^(1/2)}, of the shape of C, as of the last decomposition. */
    private final Tensor root;

    private final Map<String, Tensor> state = new LinkedHashMap<>();

    /** See {@link io.reprise.tensor.Optimizers#evolution}. */
    public CovarianceMatrixAdaptation(
            TensorScope scope, Map<String, Tensor> parameters, CmaEs rule, RandomSource random) {
        this.scope = scope;
        this.parameters = Generation.requireParameters(parameters);
        this.random = random;
        separable = rule.separable();
        n = Math.toIntExact(
                parameters.values().stream().mapToLong(Tensor::elements).sum());
        if (n == 0) {
            throw new IllegalArgumentException("evolution: the parameters have no elements");
        }
        constants = CmaConstants.of(n, rule.population(), separable);
        generation = remember("generation", scope.zeros(ElementType.LONG, Shape.SCALAR));
        mean = remember("mean", scope.zeros(ElementType.DOUBLE, Shape.of(n)));
        sigma = remember("sigma", scope.full(ElementType.DOUBLE, Shape.SCALAR, rule.deviation()));
        sigmaPath = remember("sigmaPath", scope.zeros(ElementType.DOUBLE, Shape.of(n)));
        covariancePath = remember("covariancePath", scope.zeros(ElementType.DOUBLE, Shape.of(n)));
        covariance = remember("covariance", identity());
        root = remember("root", identity());
        readParameters();
    }

    private Tensor identity() {
        return separable ? scope.full(ElementType.DOUBLE, Shape.of(n), 1) : scope.eye(ElementType.DOUBLE, n, n);
    }

    private Tensor remember(String name, Tensor tensor) {
        state.put(name, tensor);
        return tensor;
    }

    @Override
    public int population() {
        return constants.weights().length;
    }

    @Override
    public double deviation() {
        return sigma.item();
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }

    private void readParameters() {
        try (TensorScope work = scope.open()) {
            int at = 0;
            for (Tensor parameter : parameters.values()) {
                int count = (int) parameter.elements();
                mean.rows(at, count).set(work.ops().cast(parameter, ElementType.DOUBLE));
                at += count;
            }
        }
    }

    private void writeParameters() {
        try (TensorScope work = scope.open()) {
            int at = 0;
            for (Tensor parameter : parameters.values()) {
                int count = (int) parameter.elements();
                parameter.set(work.ops().cast(mean.rows(at, count), parameter.type()));
                at += count;
            }
        }
    }

    @Override
    public Map<String, Tensor> candidate(TensorScope owner, int index) {
        Generation.requireIndex(index, population());
        Map<String, Tensor> candidate = new LinkedHashMap<>();
        try (TensorScope work = owner.open()) {
            Ops f = work.ops();
            Tensor x = f.add(mean, f.scale(step(f, noise(work, index)), deviation()));
            int at = 0;
            for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
                Tensor like = parameter.getValue();
                int count = (int) like.elements();
                Tensor part = owner.zeros(like.type(), like.shape());
                part.set(f.cast(x.rows(at, count), like.type()));
                candidate.put(parameter.getKey(), part);
                at += count;
            }
        }
        return candidate;
    }

    /** {@code z_i [n]}. */
    private Tensor noise(TensorScope owner, int index) {
        Tensor z = owner.zeros(ElementType.DOUBLE, Shape.of(n));
        random.split(generation.toLongs()[0]).split(index).fillNormal(z, 0, 1);
        return z;
    }

    /** {@code y = C^(1/2) z [n]}. */
    private Tensor step(Ops f, Tensor z) {
        return separable ? f.multiply(root, z) : f.reshape(f.matmul(root, f.reshape(z, n, 1)), n);
    }

    @Override
    public void tell(double... losses) {
        Generation.requireLosses(losses, population());
        int[] best = Generation.order(losses);
        CmaConstants c = constants;
        try (TensorScope work = scope.open()) {
            Ops f = work.ops();
            InPlace in = f.inPlace();
            // What has no weight (the worse half, if there are no negative weights) is not drawn again.
            int counted = c.counted();
            Tensor y = work.zeros(ElementType.DOUBLE, Shape.of(counted, n));
            Tensor better = work.zeros(ElementType.DOUBLE, Shape.of(n));
            Tensor betterNoise = work.zeros(ElementType.DOUBLE, Shape.of(n));
            double[] v = new double[counted];
            for (int i = 0; i < counted; i++) {
                double weight = c.weights()[i];
                try (TensorScope one = work.open()) {
                    Tensor z = noise(one, best[i]);
                    Tensor step = step(one.ops(), z);
                    y.rows(i, 1).set(step);
                    if (weight >= 0) {
                        in.addScaled(better, step, weight);
                        in.addScaled(betterNoise, z, weight);
                    }
                    v[i] = weight >= 0 ? weight : weight * n / squaredNorm(one.ops(), z);
                }
            }
            in.addScaled(mean, better, deviation());

            in.scale(sigmaPath, 1 - c.sigmaRate());
            in.addScaled(sigmaPath, betterNoise, pathGain(c.sigmaRate()));
            double norm = Math.sqrt(squaredNorm(f, sigmaPath));
            sigma.fill(deviation() * Math.exp(c.sigmaRate() / c.sigmaDamping() * (norm / c.expectedNorm() - 1)));

            long g = generation.toLongs()[0] + 1;
            double settled = Math.sqrt(1 - Math.pow(1 - c.sigmaRate(), 2.0 * g));
            double h = norm / settled < (1.4 + 2 / (n + 1.0)) * c.expectedNorm() ? 1 : 0;
            in.scale(covariancePath, 1 - c.pathRate());
            in.addScaled(covariancePath, better, h * pathGain(c.pathRate()));

            double missing = c.rankOne() * (1 - h) * c.pathRate() * (2 - c.pathRate());
            in.scale(covariance, 1 + missing - c.rankOne() - c.rankMu() * c.weightSum());
            Tensor weighted = f.multiply(y, work.of(v, counted, 1));
            if (separable) {
                in.addScaled(covariance, f.square(covariancePath), c.rankOne());
                in.addScaled(covariance, f.sum(f.multiply(weighted, y), 0, false), c.rankMu());
            } else {
                Tensor path = f.reshape(covariancePath, n, 1);
                in.addScaled(covariance, f.matmul(path, path, false, true), c.rankOne());
                in.addScaled(covariance, f.matmul(weighted, y, true, false), c.rankMu());
            }
            generation.set((double) g);
            if (g % c.decompositionPeriod() == 0) {
                decompose(f);
            }
        }
        writeParameters();
    }

    private double pathGain(double rate) {
        return Math.sqrt(rate * (2 - rate) * constants.muEff());
    }

    private static double squaredNorm(Ops f, Tensor x) {
        return f.sum(f.square(x)).item();
    }

    private void decompose(Ops f) {
        if (separable) {
            root.set(f.sqrt(covariance));
            return;
        }
        Eigen eigen = f.linalg().symmetricEigen(covariance);
        Tensor b = eigen.vectors();
        double least = LEAST_EIGENVALUE * f.max(eigen.values(), 0, false).item();
        Tensor d = f.sqrt(f.clamp(eigen.values(), least, Double.POSITIVE_INFINITY));
        root.set(f.matmul(f.multiply(b, d), b, false, true));
    }
}
