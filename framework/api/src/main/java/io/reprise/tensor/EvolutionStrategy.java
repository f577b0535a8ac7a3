package io.reprise.tensor;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes parameters by the losses of candidates near them, without gradients: for losses that have none, that are no smooth
 * function, or whose gradient is too noisy. Made by {@link Optimizers#evolution}.
 *
 * <p>A generation has {@link #population()} candidates. Evaluate each in any order, then tell all their losses:
 *
 * <pre>{@code
 * double[] losses = new double[strategy.population()];
 * for (int i = 0; i < losses.length; i++) {
 *     try (TensorScope trial = run.tensors().open()) {
 *         losses[i] = loss(strategy.candidate(trial, i));
 *     }
 * }
 * strategy.tell(losses);
 * }</pre>
 *
 * The parameters themselves are the centre of the next generation: the best guess, which need not be any candidate. Only the
 * order of the losses counts, never their size; NaN is worse than anything. A candidate depends on the random stream, the
 * number of the generation and its own number alone, so that a strategy that is restored from {@link #state()} goes on as if it
 * had never stopped.
 */
@ProviderType
public interface EvolutionStrategy {
    /** The number of candidates in a generation. */
    int population();

    /**
     * A candidate of this generation: new tensors with the names, types and shapes of the parameters. The same number gives the
     * same candidate until {@link #tell}.
     *
     * @param scope owns the tensors
     * @param index from 0 to below the population
     */
    Map<String, Tensor> candidate(TensorScope scope, int index);

    /**
     * Ends the generation: moves the parameters, in place.
     *
     * @param losses of all candidates in their order; the least is the best
     */
    void tell(double... losses);

    /**
     * How far candidates lie from the parameters: the standard deviation of each number, apart from what an adapted covariance
     * multiplies it with.
     */
    double deviation();

    /** The tensors to save with a checkpoint, besides the parameters, by name; live, not copies. */
    Map<String, Tensor> state();

    /** How a strategy draws candidates and moves the parameters. {@code n} is the number of all numbers in the parameters. */
    sealed interface Rule {}

    /**
     * Evolution strategies as by Salimans, Ho, Chen, Sidor, Sutskever, "Evolution Strategies as a Scalable Alternative to
     * Reinforcement Learning" (2017), algorithm 1 with the variance reduction of its section 2.1: for networks of any size,
     * since nothing is remembered but what the optimiser remembers.
     *
     * <p>Candidates {@code 2 i} and {@code 2 i + 1} are {@code theta + deviation e_i} and {@code theta - deviation e_i} with {@code
     * e_i ~ N(0, I)} (antithetic). The losses are replaced by their ranks, shaped to {@code rank / (population - 1) - 1/2}, equal
     * losses by the mean of their ranks; the estimated gradient is {@code sum over all candidates of shaped_j (candidate_j -
     * theta) / (population deviation^2)}, which the optimiser takes like any other. As ranks have no scale, neither has the
     * gradient: a rule that divides by its size (Adam) is the usual one.
     *
     * @param population even, at least 2
     * @param deviation above 0; the paper's sigma
     * @param optimizer what takes the gradients
     * @param learningRate by generation, from 0
     */
    record OpenAiEs(int population, double deviation, Optimizers.Rule optimizer, Schedule learningRate)
            implements Rule {
        /** Checks the numbers. */
        public OpenAiEs {
            if (population < 2 || population % 2 != 0) {
                throw new IllegalArgumentException(
                        "the population is even, since candidates are mirrored, and at least 2; got " + population);
            }
            requireDeviation(deviation);
            if (optimizer == null || learningRate == null) {
                throw new IllegalArgumentException("OpenAiEs wants an optimiser and a learning rate");
            }
        }
    }

    /**
     * Covariance matrix adaptation, with all constants as by Hansen, "The CMA Evolution Strategy: A Tutorial" (arXiv 1604.00772,
     * 2016), figure 6 and table 1, negative weights included. Candidates are {@code m + sigma N(0, C)}; the covariance C learns
     * from the steps that did well, so that what it takes to find an optimum depends neither on how the problem is rotated nor
     * (after learning) on how it is scaled. The root of C is renewed every {@code max(1, floor(1 / (10 n (c1 + cmu))))}
     * generations (section B.2); eigenvalues below 1e-14 of the largest, which only rounding makes, are raised to that.
     *
     * <p>The full matrix takes {@code 2 n^2} doubles and {@code n^2} operations a candidate: for n up to some hundreds. The
     * separable one (Ros, Hansen, "A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity", 2008) learns the
     * diagonal only, {@code (n + 2) / 3} times faster, by the better half alone (no negative weights): for more parameters, where
     * they interact little.
     *
     * @param population at least 4; 0 for {@code 4 + floor(3 ln n)}
     * @param deviation the first sigma, above 0; the optimum should lie within a few of it
     * @param separable whether C is diagonal
     */
    record CmaEs(int population, double deviation, boolean separable) implements Rule {
        /** Checks the numbers. */
        public CmaEs {
            if (population != 0 && population < 4) {
                throw new IllegalArgumentException(
                        "the population is at least 4, or 0 for the default; got " + population);
            }
            requireDeviation(deviation);
        }

        /** The full matrix, with the default population. */
        public static CmaEs full(double deviation) {
            return new CmaEs(0, deviation, false);
        }

        /** The diagonal, with the default population. */
        public static CmaEs separable(double deviation) {
            return new CmaEs(0, deviation, true);
        }
    }

    private static void requireDeviation(double deviation) {
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the deviation is above 0, and got " + deviation);
        }
    }
}
