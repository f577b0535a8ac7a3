package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LossOps.CrossEntropy;
import io.reprise.tensor.LossOps.Reduction;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Losses: cross-entropy in one pass, the others of operations. */
final class Losses {
    /** The operations that these are among: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    Losses(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    private Tensor reduce(Tensor losses, Reduction reduction) {
        return switch (reduction) {
            case NONE -> losses;
            case MEAN -> ops.mean(losses);
            case SUM -> ops.sum(losses);
        };
    }

    // --- classes ---

    Tensor crossEntropy(Tensor scores, Tensor classes) {
        return crossEntropy(scores, classes, CrossEntropy.mean());
    }

    Tensor crossEntropy(Tensor scores, Tensor classes, CrossEntropy settings) {
        NativeTensor logits = Layers.rows("crossEntropy", scores);
        NativeTensor targets = Workspace.in(classes);
        NativeTensor weights = Workspace.inOrNull(settings.weights());
        int[] leading = Arrays.copyOf(logits.shape().toArray(), logits.shape().rank() - 1);
        int n = logits.shape().size(-1);
        Workspace.require(
                Shaping.isInteger(targets) && targets.shape().equals(Shape.of(leading)) && targets.count() > 0,
                "crossEntropy",
                "[..., classes] and int[...], not empty",
                logits,
                targets);
        Workspace.require(
                weights == null
                        || (weights.type() == logits.type() && weights.shape().equals(Shape.of(n))),
                "crossEntropy",
                "weights " + logits.type() + "[" + n + "] or none",
                weights);
        NativeTensor counted = counted(targets, settings.ignored(), n);
        boolean plain = settings.smoothing() == 0 && weights == null && settings.reduction() != Reduction.NONE;
        return plain && !w.composes()
                ? inOnePass(logits, counted, settings.reduction())
                : ofParts(logits, counted, settings, weights);
    }

    /** The targets, with -1 for those that don't count; the argument itself where all do. */
    private NativeTensor counted(NativeTensor targets, Integer ignored, int n) {
        if (ignored == null) {
            Shaping.requireInRange("crossEntropy", targets, n);
            return targets;
        }
        NativeTensor counted = w.empty(ElementType.INT, targets.shape());
        for (int i = 0; i < targets.count(); i++) {
            long target = targets.getLong(i);
            if (target != ignored && (target < 0 || target >= n)) {
                throw new IllegalArgumentException("crossEntropy: the index " + target + " (element " + i
                        + ") is not in 0 to " + (n - 1) + " and not " + ignored + ", which is ignored");
            }
            counted.put(i, target == ignored ? -1 : target);
        }
        return counted;
    }

    private Tensor inOnePass(NativeTensor logits, NativeTensor targets, Reduction reduction) {
        int n = logits.shape().size(-1);
        int rows = 0;
        for (int i = 0; i < targets.count(); i++) {
            rows += targets.getLong(i) < 0 ? 0 : 1;
        }
        double factor = reduction == Reduction.MEAN ? 1.0 / rows : 1;
        NativeTensor out = w.empty(logits.type(), Shape.SCALAR);
        NativeTensor logSums = w.empty(logits.type(), targets.shape());
        w.kernels.fill(out, factor * w.fused.crossEntropy(logits, targets, n, logSums));
        if (w.records(logits)) {
            w.record(
                    out,
                    g -> {
                        double scale = g.gradient().get(0) * factor;
                        boolean started = g.started(0);
                        w.fused.crossEntropyGradient(logits, targets, logSums, scale, n, g.into(0), started);
                        w.release(logSums);
                    },
                    logits);
        } else {
            w.release(logSums);
        }
        return out;
    }

    private Tensor ofParts(NativeTensor logits, NativeTensor targets, CrossEntropy settings, Tensor weights) {
        Ops plain = ops.scope().ops();
        int n = logits.shape().size(-1);
        int[] column = Arrays.copyOf(targets.shape().toArray(), logits.shape().rank());
        column[column.length - 1] = 1;
        int[] classes = new int[n];
        Arrays.setAll(classes, i -> i);
        Tensor numbers = plain.cast(ops.scope().of(classes, n), targets.type());
        Tensor target = plain.reshape(targets, column);
        Tensor chosen = plain.cast(plain.equal(target, numbers), logits.type());
        Tensor share = chosen;
        if (settings.smoothing() > 0) {
            Tensor counts = plain.cast(plain.greater(target, plain.cast(minusOne(), targets.type())), logits.type());
            share = plain.add(
                    plain.scale(chosen, 1 - settings.smoothing()), plain.scale(counts, settings.smoothing() / n));
        }
        if (weights != null) {
            share = plain.multiply(share, weights);
            chosen = plain.multiply(chosen, weights);
        }
        Tensor rows = ops.negate(ops.sum(weighted(ops.logSoftmax(logits), share), -1, false));
        return settings.reduction() == Reduction.MEAN
                ? ops.divide(ops.sum(rows), plain.sum(chosen))
                : reduce(rows, settings.reduction());
    }

    /** Logarithms times shares, where nothing of an impossible class ({@code 0 * -infinity}) is 0, as is its gradient. */
    private Tensor weighted(Tensor logarithms, Tensor share) {
        Ops plain = ops.scope().ops();
        Tensor zero = plain.scope().full(logarithms.type(), Shape.SCALAR, 0);
        Tensor least = plain.scope().full(logarithms.type(), Shape.SCALAR, Double.NEGATIVE_INFINITY);
        Tensor neither = plain.and(plain.equal(share, zero), plain.equal(logarithms, least));
        return ops.multiply(ops.where(neither, zero, logarithms), share);
    }

    private Tensor minusOne() {
        return ops.scope().of(new int[] {-1}, 1);
    }

    Tensor softCrossEntropy(Tensor logits, Tensor probabilities, Reduction reduction) {
        NativeTensor x = Layers.rows("softCrossEntropy", logits);
        NativeTensor p = Workspace.in(probabilities);
        Workspace.require(
                p.type() == x.type() && p.shape().equals(x.shape()), "softCrossEntropy", "one type and shape", x, p);
        return reduce(ops.negate(ops.sum(weighted(ops.logSoftmax(x), p), -1, false)), reduction);
    }

    Tensor binaryCrossEntropy(Tensor logits, Tensor targets, Tensor positiveWeight, Reduction reduction) {
        NativeTensor x = Workspace.floating("binaryCrossEntropy", logits);
        // softplus(-x) = softplus(x) - x, so that one of the two is enough: (1 - t) s + w t (s - x).
        Tensor negative = ops.softplus(x);
        Tensor positive = ops.subtract(negative, x);
        Tensor weighted = positiveWeight == null ? targets : ops.multiply(targets, positiveWeight);
        Tensor rest = ops.offset(ops.negate(targets), 1);
        Tensor losses = positiveWeight == null
                ? ops.subtract(negative, ops.multiply(targets, x))
                : ops.add(ops.multiply(rest, negative), ops.multiply(weighted, positive));
        return reduce(losses, reduction);
    }

    Tensor klDivergence(Tensor logQ, Tensor logP, Reduction reduction) {
        NativeTensor q = Layers.rows("klDivergence", logQ);
        NativeTensor p = Workspace.in(logP);
        Workspace.require(
                p.type() == q.type() && p.shape().equals(q.shape()), "klDivergence", "one type and shape", q, p);
        // Minus infinity times 0 would be NaN: no probability is below the smallest number that the type can divide by.
        double least = q.type() == ElementType.FLOAT ? -100 : -740;
        Tensor difference = ops.subtract(ops.clamp(p, least, Double.POSITIVE_INFINITY), q);
        return reduce(ops.sum(ops.multiply(ops.exp(p), difference), -1, false), reduction);
    }

    Tensor hinge(Tensor scores, Tensor labels, double margin, Reduction reduction) {
        return reduce(ops.relu(ops.offset(ops.negate(ops.multiply(labels, scores)), margin)), reduction);
    }

    // --- numbers ---

    Tensor squaredError(Tensor x, Tensor target, Reduction reduction) {
        return reduce(ops.square(ops.subtract(x, target)), reduction);
    }

    Tensor absoluteError(Tensor x, Tensor target, Reduction reduction) {
        return reduce(ops.abs(ops.subtract(x, target)), reduction);
    }

    Tensor huber(Tensor x, Tensor target, double delta, Reduction reduction) {
        return reduce(huber("huber", x, target, delta), reduction);
    }

    Tensor smoothL1(Tensor x, Tensor target, double beta, Reduction reduction) {
        return reduce(ops.scale(huber("smoothL1", x, target, beta), 1 / beta), reduction);
    }

    private Tensor huber(String operation, Tensor x, Tensor target, double delta) {
        if (!(delta > 0)) {
            throw new IllegalArgumentException(operation + ": wants a bound above 0, and got " + delta);
        }
        Tensor error = ops.abs(ops.subtract(x, target));
        Tensor above = ops.relu(ops.offset(error, -delta));
        Tensor within = ops.subtract(error, above);
        return ops.add(ops.scale(ops.square(within), 0.5), ops.scale(above, delta));
    }

    Tensor gaussianNegativeLogLikelihood(Tensor mean, Tensor variance, Tensor x, double epsilon, Reduction reduction) {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "gaussianNegativeLogLikelihood: wants an epsilon above 0, and got " + epsilon);
        }
        Tensor v = ops.offset(ops.relu(ops.offset(variance, -epsilon)), epsilon);
        Tensor squares = ops.divide(ops.square(ops.subtract(x, mean)), v);
        return reduce(ops.scale(ops.add(ops.log(v), squares), 0.5), reduction);
    }

    Tensor poissonNegativeLogLikelihood(Tensor logRate, Tensor count, Reduction reduction) {
        return reduce(ops.subtract(ops.exp(logRate), ops.multiply(count, logRate)), reduction);
    }

    // --- directions ---

    Tensor cosineSimilarity(Tensor a, Tensor b, double epsilon) {
        NativeTensor x = Layers.rows("cosineSimilarity", a);
        NativeTensor y = Layers.rows("cosineSimilarity", b);
        return ops.sum(ops.multiply(direction(x, epsilon), direction(y, epsilon)), -1, false);
    }

    /** {@code x / max(|x|, epsilon)} along the last axis. */
    private Tensor direction(Tensor x, double epsilon) {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("cosineSimilarity: wants an epsilon above 0, and got " + epsilon);
        }
        // The bound is on the square, so that no slope of the root is infinite.
        double least = epsilon * epsilon;
        Tensor squares = ops.sum(ops.square(x), -1, true);
        return ops.divide(x, ops.sqrt(ops.offset(ops.relu(ops.offset(squares, -least)), least)));
    }

    Tensor cosineEmbedding(Tensor a, Tensor b, Tensor labels, double margin, Reduction reduction) {
        NativeTensor label = Workspace.floating("cosineEmbedding", labels);
        Tensor cosines = cosineSimilarity(a, b, 1e-8);
        Workspace.require(label.shape().equals(cosines.shape()), "cosineEmbedding", "labels " + cosines.shape(), label);
        for (int i = 0; i < label.count(); i++) {
            if (Math.abs(label.get(i)) != 1) {
                throw new IllegalArgumentException(
                        "cosineEmbedding: wants labels 1 and -1, and element " + i + " is " + label.get(i));
            }
        }
        Ops plain = ops.scope().ops();
        Tensor alike = plain.relu(label);
        Tensor unlike = plain.relu(plain.negate(label));
        Tensor apart = ops.offset(ops.negate(cosines), 1);
        Tensor near = ops.relu(ops.offset(cosines, -margin));
        return reduce(ops.add(ops.multiply(alike, apart), ops.multiply(unlike, near)), reduction);
    }

    Tensor infoNce(Tensor queries, Tensor keys, double temperature, boolean symmetric) {
        NativeTensor q = Workspace.floating("infoNce", queries);
        NativeTensor k = Workspace.floating("infoNce", keys);
        Workspace.require(
                q.shape().rank() == 2 && k.shape().equals(q.shape()) && k.type() == q.type() && q.count() > 0,
                "infoNce",
                "[n, d] twice, not empty",
                q,
                k);
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("infoNce: wants a temperature above 0, and got " + temperature);
        }
        int[] own = new int[q.shape().size(0)];
        Arrays.setAll(own, i -> i);
        Tensor targets = ops.scope().of(own, own.length);
        Tensor scores = ops.scale(ops.matmul(direction(q, 1e-8), direction(k, 1e-8), false, true), 1 / temperature);
        Tensor loss = crossEntropy(scores, targets);
        return symmetric ? ops.scale(ops.add(loss, crossEntropy(ops.transpose(scores), targets)), 0.5) : loss;
    }
}
