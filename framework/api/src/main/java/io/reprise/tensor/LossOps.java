package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Losses. Where predictions and targets are compared element by element, their shapes broadcast. Logits and
 * log-probabilities may be as large as their type allows.
 */
@ProviderType
public interface LossOps {
    /** What becomes of the losses of all elements or rows. */
    enum Reduction {
        /** They stay as they are. */
        NONE,
        /** Their mean, {@code []}; NaN of nothing. */
        MEAN,
        /** Their sum, {@code []}. */
        SUM
    }

    /**
     * How a cross-entropy counts its rows and classes.
     *
     * @param ignored the target of rows that don't count, or null; need not be a class
     * @param smoothing ε: the target has the probability {@code 1 - ε + ε/classes}, each other class {@code ε/classes}
     * @param weights {@code [classes]}, constant: each class's term is multiplied by its weight, and a mean is taken over the
     *     weights of the targets; null for none
     * @param reduction over rows
     */
    record CrossEntropy(Integer ignored, double smoothing, Tensor weights, Reduction reduction) {
        /** Checks the smoothing. */
        public CrossEntropy {
            if (!(smoothing >= 0 && smoothing <= 1) || reduction == null) {
                throw new IllegalArgumentException("crossEntropy: wants a smoothing of 0 to 1 and a reduction, and got "
                        + smoothing + ", " + reduction);
            }
        }

        /** The mean over all rows. */
        public static CrossEntropy mean() {
            return new CrossEntropy(null, 0, null, Reduction.MEAN);
        }

        /** The same without the rows whose target is this. */
        public CrossEntropy ignoring(int target) {
            return new CrossEntropy(target, smoothing, weights, reduction);
        }

        /** The same with label smoothing (Szegedy et al. 2016). */
        public CrossEntropy smoothed(double epsilon) {
            return new CrossEntropy(ignored, epsilon, weights, reduction);
        }

        /** The same with a weight for each class. */
        public CrossEntropy weighted(Tensor classes) {
            return new CrossEntropy(ignored, smoothing, classes, reduction);
        }

        /** The same with another reduction. */
        public CrossEntropy reduced(Reduction other) {
            return new CrossEntropy(ignored, smoothing, weights, other);
        }
    }

    /** The mean of {@code -log softmax(logits)[target]}, {@code []}: {@code logits [..., classes]}, {@code targets int[...]}. */
    Tensor crossEntropy(Tensor logits, Tensor targets);

    /**
     * The cross-entropy {@code -log softmax(logits)[target]} of each row, as the settings say; as PyTorch counts. A logit of minus
     * infinity makes a class impossible: it adds nothing where it is not the target, and makes the loss infinite where it is, or
     * where smoothing gives it a share.
     *
     * @param logits {@code [..., classes]}
     * @param targets int or long {@code [...]}
     */
    Tensor crossEntropy(Tensor logits, Tensor targets, CrossEntropy settings);

    /**
     * The cross-entropy against distributions, {@code -sum(p log softmax(logits))} of each row, where {@code 0 log 0} is 0.
     *
     * @param logits {@code [..., classes]}
     * @param probabilities p, of the shape of the logits
     */
    Tensor softCrossEntropy(Tensor logits, Tensor probabilities, Reduction reduction);

    /**
     * The binary cross-entropy of logits, {@code w t softplus(-x) + (1 - t) softplus(x)}.
     *
     * @param logits x
     * @param targets t, probabilities
     * @param positiveWeight w, broadcast, constant; null for 1
     */
    Tensor binaryCrossEntropy(Tensor logits, Tensor targets, Tensor positiveWeight, Reduction reduction);

    /** {@code (x - target)²}. */
    Tensor squaredError(Tensor x, Tensor target, Reduction reduction);

    /** {@code |x - target|}; the gradient at 0 is 0. */
    Tensor absoluteError(Tensor x, Tensor target, Reduction reduction);

    /**
     * With {@code e = |x - target|}: {@code e²/2} up to delta and {@code delta (e - delta/2)} above (Huber 1964).
     *
     * @param delta above 0
     */
    Tensor huber(Tensor x, Tensor target, double delta, Reduction reduction);

    /** {@link #huber} divided by {@code beta}: {@code e²/(2 beta)} up to beta and {@code e - beta/2} above. */
    Tensor smoothL1(Tensor x, Tensor target, double beta, Reduction reduction);

    /**
     * The Kullback-Leibler divergence {@code sum(p (log p - log q))} of each row, from log-probabilities; where p is 0 its term
     * is 0. A mean is taken over rows.
     *
     * @param logQ {@code [..., classes]}, the prediction
     * @param logP {@code [..., classes]}, the target
     */
    Tensor klDivergence(Tensor logQ, Tensor logP, Reduction reduction);

    /** {@code a·b / (max(|a|, epsilon) max(|b|, epsilon))} along the last axis, which disappears; broadcast. */
    Tensor cosineSimilarity(Tensor a, Tensor b, double epsilon);

    /**
     * {@code 1 - cos} where the label is 1, and {@code max(0, cos - margin)} where it is -1.
     *
     * @param a {@code [..., d]}
     * @param b {@code [..., d]}
     * @param labels {@code [...]}, 1 or -1, of the type of a
     */
    Tensor cosineEmbedding(Tensor a, Tensor b, Tensor labels, double margin, Reduction reduction);

    /**
     * InfoNCE (van den Oord et al. 2018): the mean cross-entropy of {@code cos(query i, key j) / temperature} with target i,
     * among all keys; and if symmetric, the mean of this and of the same with queries and keys exchanged (Radford et al.
     * 2021).
     *
     * @param queries {@code [n, d]}
     * @param keys {@code [n, d]}
     * @param temperature above 0
     */
    Tensor infoNce(Tensor queries, Tensor keys, double temperature, boolean symmetric);

    /**
     * The negative logarithm of a normal density, without its constant: {@code (log v + (x - mean)² / v) / 2} with {@code v =
     * max(variance, epsilon)}.
     */
    Tensor gaussianNegativeLogLikelihood(Tensor mean, Tensor variance, Tensor x, double epsilon, Reduction reduction);

    /** The negative logarithm of Poisson's probability, without its constant {@code log(count!)}: {@code exp(r) - count r}. */
    Tensor poissonNegativeLogLikelihood(Tensor logRate, Tensor count, Reduction reduction);

    /** {@code max(0, margin - label score)}, with labels 1 and -1. */
    Tensor hinge(Tensor scores, Tensor labels, double margin, Reduction reduction);
}
