package io.reprise.tensor;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Makes optimisers, and what goes between gradients and them. */
@ProviderType
public interface Optimizers {
    /**
     * An optimiser.
     *
     * @param scope owns what it remembers
     * @param parameters by name; floating; changed in place
     * @param rule how it changes them
     * @param groups parameters with a rate or decay of their own; the first whose pattern fits a name counts
     * @throws IllegalArgumentException if a parameter is not floating, or a group fits none
     */
    Optimizer optimizer(TensorScope scope, Map<String, Tensor> parameters, Rule rule, List<ParameterGroup> groups);

    /** An optimiser that treats all parameters alike. */
    default Optimizer optimizer(TensorScope scope, Map<String, Tensor> parameters, Rule rule) {
        return optimizer(scope, parameters, rule, List.of());
    }

    /** Adam with decoupled weight decay; see {@link #optimizer}. */
    default Optimizer adamW(TensorScope scope, Map<String, Tensor> parameters, AdamW settings) {
        return optimizer(scope, parameters, settings, List.of());
    }

    /**
     * An evolution strategy, which wants losses instead of gradients.
     *
     * @param scope owns what it remembers
     * @param parameters by name; floating; the centre of the first generation; changed in place
     * @param rule how it draws candidates and moves the parameters
     * @param random the stream that all candidates come from
     * @throws IllegalArgumentException if there are no parameters, or one is not floating
     */
    EvolutionStrategy evolution(
            TensorScope scope, Map<String, Tensor> parameters, EvolutionStrategy.Rule rule, RandomSource random);

    /**
     * Scales all gradients by one factor, in place, so that the root of the sum of the squares of all their elements is at most
     * {@code limit}. Norms that are infinite or no number change nothing, so that the caller sees them.
     *
     * @param limit above 0
     * @return the norm before
     */
    double clipNorm(Gradients gradients, Iterable<Tensor> parameters, double limit);

    /**
     * Moves each element of the gradients into {@code [-limit, limit]}, in place; NaN stays.
     *
     * @param limit above 0
     */
    void clipValues(Gradients gradients, Iterable<Tensor> parameters, double limit);

    /**
     * A sum of gradients of several batches, for one step on all of them; zero at first.
     *
     * @param scope owns the sum
     */
    GradientSum gradientSum(TensorScope scope, Iterable<Tensor> parameters);

    /** How an optimiser changes parameters. {@code g} is the gradient, {@code lr} the rate of the step, {@code t} counts from 1. */
    sealed interface Rule {
        /** The weight decay of parameters in no group. */
        double weightDecay();
    }

    /**
     * Parameters with a rate or decay of their own.
     *
     * @param pattern a name, in which {@code *} stands for any characters, for instance {@code *.bias}
     * @param rate what the rate of each step is multiplied by; 0 keeps the parameters as they are
     * @param weightDecay in place of the rule's
     */
    record ParameterGroup(String pattern, double rate, double weightDecay) {
        /** Checks the numbers. */
        public ParameterGroup {
            requireNotNegative("the rate of a group", rate);
            requireNotNegative("the weight decay of a group", weightDecay);
        }

        /** Parameters that do not decay, as is usual for biases and for the gains of normalisations. */
        public static ParameterGroup withoutDecay(String pattern) {
            return new ParameterGroup(pattern, 1, 0);
        }
    }

    /**
     * Stochastic gradient descent: {@code g += weightDecay * p; m = momentum * m + (1 - dampening) * g} (at the first step
     * {@code m = g}); {@code p -= lr * m}, or by Nesterov's rule {@code p -= lr * (g + momentum * m)} (Sutskever et al. 2013, as
     * PyTorch has it).
     *
     * @param momentum in [0, 1); with 0 nothing is remembered
     * @param dampening in [0, 1]
     * @param nesterov wants momentum and no dampening
     * @param weightDecay at least 0
     */
    record Sgd(double momentum, double dampening, boolean nesterov, double weightDecay) implements Rule {
        /** Checks the numbers. */
        public Sgd {
            requireShare("momentum", momentum);
            if (!(dampening >= 0 && dampening <= 1)) {
                throw new IllegalArgumentException("dampening is from 0 to 1, and got " + dampening);
            }
            if (nesterov && (momentum == 0 || dampening != 0)) {
                throw new IllegalArgumentException("Nesterov's rule wants momentum and no dampening");
            }
            requireNotNegative("weightDecay", weightDecay);
        }

        /** No momentum and no decay. */
        public static Sgd plain() {
            return new Sgd(0, 0, false, 0);
        }

        /** With momentum. */
        public static Sgd withMomentum(double momentum) {
            return new Sgd(momentum, 0, false, 0);
        }
    }

    /**
     * Adam (Kingma, Ba 2015, algorithm 1): {@code g += weightDecay * p; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2)
     * g^2; p -= lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)}.
     *
     * @param beta1 in [0, 1)
     * @param beta2 in [0, 1)
     * @param epsilon above 0
     * @param weightDecay at least 0
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Rule {
        /** Checks the numbers. */
        public Adam {
            requireMoments(beta1, beta2, epsilon, weightDecay);
        }

        /** The constants of the paper: 0.9, 0.999, 1e-8; no decay. */
        public static Adam usual() {
            return new Adam(0.9, 0.999, 1e-8, 0);
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov, Hutter 2019, algorithm 2).
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment; above 0
     * @param weightDecay the share of each parameter, times the learning rate, taken off in a step; at least 0
     */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Rule {
        /** Checks the numbers. */
        public AdamW {
            requireMoments(beta1, beta2, epsilon, weightDecay);
        }

        /** The usual constants: 0.9, 0.999, 1e-8, and the given decay. */
        public static AdamW withDecay(double weightDecay) {
            return new AdamW(0.9, 0.999, 1e-8, weightDecay);
        }
    }

    /**
     * Adamax (Kingma, Ba 2015, algorithm 2): {@code g += weightDecay * p; m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| +
     * epsilon); p -= lr / (1 - beta1^t) * m / u}.
     *
     * @param beta1 in [0, 1)
     * @param beta2 in [0, 1)
     * @param epsilon above 0
     * @param weightDecay at least 0
     */
    record Adamax(double beta1, double beta2, double epsilon, double weightDecay) implements Rule {
        /** Checks the numbers. */
        public Adamax {
            requireMoments(beta1, beta2, epsilon, weightDecay);
        }

        /** The constants of the paper: 0.9, 0.999; 1e-8; no decay. */
        public static Adamax usual() {
            return new Adamax(0.9, 0.999, 1e-8, 0);
        }
    }

    /**
     * RMSprop (Hinton, lecture 6e, 2012; centred: Graves 2013): {@code g += weightDecay * p; v = smoothing v + (1 - smoothing) g^2;
     * d = g / (sqrt(v) + epsilon)}, centred {@code d = g / (sqrt(v - a^2) + epsilon)} with {@code a} the average of {@code g};
     * {@code p -= lr * d}, with momentum {@code m = momentum m + d; p -= lr * m}.
     *
     * @param smoothing in [0, 1)
     * @param epsilon above 0
     * @param momentum in [0, 1)
     * @param centred whether the variance takes the place of the mean square
     * @param weightDecay at least 0
     */
    record RmsProp(double smoothing, double epsilon, double momentum, boolean centred, double weightDecay)
            implements Rule {
        /** Checks the numbers. */
        public RmsProp {
            requireShare("smoothing", smoothing);
            requireShare("momentum", momentum);
            requirePositive("epsilon", epsilon);
            requireNotNegative("weightDecay", weightDecay);
        }

        /** Smoothing 0.99, epsilon 1e-8, no momentum, not centred, no decay. */
        public static RmsProp usual() {
            return new RmsProp(0.99, 1e-8, 0, false, 0);
        }
    }

    /**
     * Lion (Chen et al. 2023, algorithm 2): {@code p -= lr * (sign(beta1 m + (1 - beta1) g) + weightDecay * p); m = beta2 m + (1 -
     * beta2) g}.
     *
     * @param beta1 in [0, 1)
     * @param beta2 in [0, 1)
     * @param weightDecay at least 0
     */
    record Lion(double beta1, double beta2, double weightDecay) implements Rule {
        /** Checks the numbers. */
        public Lion {
            requireShare("beta1", beta1);
            requireShare("beta2", beta2);
            requireNotNegative("weightDecay", weightDecay);
        }

        /** The constants of the paper: 0.9, 0.99, and the given decay. */
        public static Lion withDecay(double weightDecay) {
            return new Lion(0.9, 0.99, weightDecay);
        }
    }

    private static void requireMoments(double beta1, double beta2, double epsilon, double weightDecay) {
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        requirePositive("epsilon", epsilon);
        requireNotNegative("weightDecay", weightDecay);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is from 0 to below 1, and got " + value);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is above 0, and got " + value);
        }
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is at least 0, and got " + value);
        }
    }
}
