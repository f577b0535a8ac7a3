package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.AttentionSettings;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.FourierOps;
import io.reprise.tensor.ImageOps;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.LinearAlgebra;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.RecurrentOps;
import io.reprise.tensor.RunningMoments;
import io.reprise.tensor.SegmentOps;
import io.reprise.tensor.SparseOps;
import io.reprise.tensor.SpikingOps;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.MemoryScope;
import java.util.List;

/** Operations that compute at once; whether they are also recorded is their workspace's affair. */
public class EagerOps implements Ops {
    private final TensorScope scope;
    private final Arithmetic arithmetic;
    private final Reductions reductions;
    private final Updates updates;
    private final Shaping shaping;
    private final Indexing indexing;
    private final Sorting sorting;
    private final Segments segments;
    private final SparseProducts sparse;
    private final Products products;
    private final Layers layers;
    private final Normalisations normalisations;
    private final Attention attention;
    private final Losses losses;
    private final Recurrence recurrence;
    private final Spiking spiking;
    private final LinearAttention linearAttention;
    private final Fourier fourier;
    private final Images images;
    private final Matrices matrices;

    /** Operations that are not recorded. */
    public EagerOps(TensorScope scope, MemoryScope memory, Kernels kernels) {
        this(scope, new Workspace(memory, kernels));
    }

    EagerOps(TensorScope scope, Workspace workspace) {
        this.scope = scope;
        arithmetic = new Arithmetic(workspace);
        reductions = new Reductions(this, workspace);
        updates = new Updates(workspace);
        shaping = new Shaping(workspace);
        indexing = new Indexing(this, workspace);
        sorting = new Sorting(this, workspace);
        segments = new Segments(this, workspace);
        sparse = new SparseProducts(this, workspace);
        products = new Products(this, workspace);
        layers = new Layers(this, workspace);
        normalisations = new Normalisations(this);
        attention = new Attention(this, workspace);
        losses = new Losses(this, workspace);
        recurrence = new Recurrence(this);
        spiking = new Spiking(this, workspace);
        linearAttention = new LinearAttention(this);
        fourier = new Fourier(this, workspace);
        images = new Images(this, workspace);
        matrices = new Matrices(this, workspace);
    }

    /** For formulas of gradients that have no name in {@link Ops}. */
    static Shaping shapingOf(Ops f) {
        return ((EagerOps) f).shaping;
    }

    static Indexing indexingOf(Ops f) {
        return ((EagerOps) f).indexing;
    }

    @Override
    public TensorScope scope() {
        return scope;
    }

    @Override
    public InPlace inPlace() {
        return updates;
    }

    @Override
    public RecurrentOps recurrent() {
        return recurrence;
    }

    @Override
    public SpikingOps spiking() {
        return spiking;
    }

    @Override
    public ImageOps images() {
        return images;
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.ADD, a, b);
    }

    @Override
    public Tensor subtract(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.SUBTRACT, a, b);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.MULTIPLY, a, b);
    }

    @Override
    public Tensor divide(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.DIVIDE, a, b);
    }

    @Override
    public Tensor multiplyAdd(Tensor a, Tensor b, Tensor c) {
        return arithmetic.multiplyAdd(a, b, c);
    }

    @Override
    public Tensor scale(Tensor x, double factor) {
        return arithmetic.affine("scale", x, factor, 0);
    }

    @Override
    public Tensor offset(Tensor x, double offset) {
        return arithmetic.affine("offset", x, 1, offset);
    }

    @Override
    public Tensor reciprocal(Tensor x) {
        return arithmetic.unary(Unary.RECIPROCAL, x);
    }

    @Override
    public Tensor square(Tensor x) {
        return arithmetic.unary(Unary.SQUARE, x);
    }

    @Override
    public Tensor sqrt(Tensor x) {
        return arithmetic.unary(Unary.SQRT, x);
    }

    @Override
    public Tensor power(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.POWER, a, b);
    }

    @Override
    public Tensor power(Tensor x, double exponent) {
        return arithmetic.power(x, exponent);
    }

    @Override
    public Tensor abs(Tensor x) {
        return arithmetic.unary(Unary.ABS, x);
    }

    @Override
    public Tensor sign(Tensor x) {
        return arithmetic.unary(Unary.SIGN, x);
    }

    @Override
    public Tensor round(Tensor x) {
        return arithmetic.unary(Unary.ROUND, x);
    }

    @Override
    public Tensor floor(Tensor x) {
        return arithmetic.unary(Unary.FLOOR, x);
    }

    @Override
    public Tensor ceil(Tensor x) {
        return arithmetic.unary(Unary.CEIL, x);
    }

    @Override
    public Tensor minimum(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.MINIMUM, a, b);
    }

    @Override
    public Tensor maximum(Tensor a, Tensor b) {
        return arithmetic.binary(Binary.MAXIMUM, a, b);
    }

    @Override
    public Tensor clamp(Tensor x, double low, double high) {
        return arithmetic.clamp(x, low, high);
    }

    @Override
    public Tensor exp(Tensor x) {
        return arithmetic.unary(Unary.EXP, x);
    }

    @Override
    public Tensor expm1(Tensor x) {
        return arithmetic.unary(Unary.EXPM1, x);
    }

    @Override
    public Tensor log(Tensor x) {
        return arithmetic.unary(Unary.LOG, x);
    }

    @Override
    public Tensor log1p(Tensor x) {
        return arithmetic.unary(Unary.LOG1P, x);
    }

    @Override
    public Tensor sin(Tensor x) {
        return arithmetic.unary(Unary.SIN, x);
    }

    @Override
    public Tensor cos(Tensor x) {
        return arithmetic.unary(Unary.COS, x);
    }

    @Override
    public Tensor tanh(Tensor x) {
        return arithmetic.unary(Unary.TANH, x);
    }

    @Override
    public Tensor erf(Tensor x) {
        return arithmetic.unary(Unary.ERF, x);
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return arithmetic.unary(Unary.SIGMOID, x);
    }

    @Override
    public Tensor softplus(Tensor x) {
        return arithmetic.unary(Unary.SOFTPLUS, x);
    }

    @Override
    public Tensor relu(Tensor x) {
        return arithmetic.unary(Unary.RELU, x);
    }

    @Override
    public Tensor leakyRelu(Tensor x, double slope) {
        return arithmetic.leakyRelu(x, slope);
    }

    @Override
    public Tensor elu(Tensor x, double alpha) {
        return arithmetic.elu(x, alpha);
    }

    @Override
    public Tensor silu(Tensor x) {
        return arithmetic.unary(Unary.SILU, x);
    }

    @Override
    public Tensor gelu(Tensor x) {
        return arithmetic.unary(Unary.GELU, x);
    }

    @Override
    public Tensor greater(Tensor a, Tensor b) {
        return arithmetic.compare("greater", Comparison.GREATER, a, b);
    }

    @Override
    public Tensor greaterOrEqual(Tensor a, Tensor b) {
        return arithmetic.compare("greaterOrEqual", Comparison.GREATER_OR_EQUAL, a, b);
    }

    @Override
    public Tensor less(Tensor a, Tensor b) {
        return arithmetic.compare("less", Comparison.GREATER, b, a);
    }

    @Override
    public Tensor lessOrEqual(Tensor a, Tensor b) {
        return arithmetic.compare("lessOrEqual", Comparison.GREATER_OR_EQUAL, b, a);
    }

    @Override
    public Tensor equal(Tensor a, Tensor b) {
        return arithmetic.compare("equal", Comparison.EQUAL, a, b);
    }

    @Override
    public Tensor notEqual(Tensor a, Tensor b) {
        return arithmetic.compare("notEqual", Comparison.NOT_EQUAL, a, b);
    }

    @Override
    public Tensor isNaN(Tensor x) {
        return arithmetic.compare("isNaN", Comparison.NOT_EQUAL, x, x);
    }

    @Override
    public Tensor isFinite(Tensor x) {
        return arithmetic.isFinite(x);
    }

    @Override
    public Tensor and(Tensor a, Tensor b) {
        return arithmetic.logical("and", Binary.MINIMUM, a, b);
    }

    @Override
    public Tensor or(Tensor a, Tensor b) {
        return arithmetic.logical("or", Binary.MAXIMUM, a, b);
    }

    @Override
    public Tensor xor(Tensor a, Tensor b) {
        return arithmetic.xor(a, b);
    }

    @Override
    public Tensor not(Tensor x) {
        return arithmetic.not(x);
    }

    @Override
    public Tensor where(Tensor condition, Tensor a, Tensor b) {
        return arithmetic.where(condition, a, b);
    }

    @Override
    public Tensor cast(Tensor x, ElementType type) {
        return arithmetic.cast(x, type);
    }

    @Override
    public Tensor sum(Tensor x) {
        return reductions.sum(x);
    }

    @Override
    public Tensor sum(Tensor x, int axis, boolean keep) {
        return reductions.sum(x, axis, keep);
    }

    @Override
    public Tensor sum(Tensor x, int[] axes, boolean keep) {
        return reductions.sum(x, axes, keep);
    }

    @Override
    public Tensor mean(Tensor x) {
        return reductions.mean(x);
    }

    @Override
    public Tensor mean(Tensor x, int axis, boolean keep) {
        return reductions.mean(x, axis, keep);
    }

    @Override
    public Tensor mean(Tensor x, int[] axes, boolean keep) {
        return reductions.mean(x, axes, keep);
    }

    @Override
    public Tensor product(Tensor x) {
        return reductions.product(x);
    }

    @Override
    public Tensor product(Tensor x, int axis, boolean keep) {
        return reductions.product(x, axis, keep);
    }

    @Override
    public Tensor product(Tensor x, int[] axes, boolean keep) {
        return reductions.product(x, axes, keep);
    }

    @Override
    public Tensor variance(Tensor x, int correction) {
        return reductions.variance(x, correction);
    }

    @Override
    public Tensor variance(Tensor x, int correction, int axis, boolean keep) {
        return reductions.variance(x, correction, axis, keep);
    }

    @Override
    public Tensor variance(Tensor x, int correction, int[] axes, boolean keep) {
        return reductions.variance(x, correction, axes, keep);
    }

    @Override
    public Tensor standardDeviation(Tensor x, int correction) {
        return reductions.standardDeviation(x, correction);
    }

    @Override
    public Tensor standardDeviation(Tensor x, int correction, int axis, boolean keep) {
        return reductions.standardDeviation(x, correction, axis, keep);
    }

    @Override
    public Tensor standardDeviation(Tensor x, int correction, int[] axes, boolean keep) {
        return reductions.standardDeviation(x, correction, axes, keep);
    }

    @Override
    public Tensor logSumExp(Tensor x) {
        return reductions.logSumExp(x);
    }

    @Override
    public Tensor logSumExp(Tensor x, int axis, boolean keep) {
        return reductions.logSumExp(x, axis, keep);
    }

    @Override
    public Tensor logSumExp(Tensor x, int[] axes, boolean keep) {
        return reductions.logSumExp(x, axes, keep);
    }

    @Override
    public Tensor norm(Tensor x, double p) {
        return reductions.norm(x, p);
    }

    @Override
    public Tensor norm(Tensor x, double p, int axis, boolean keep) {
        return reductions.norm(x, p, axis, keep);
    }

    @Override
    public Tensor norm(Tensor x, double p, int[] axes, boolean keep) {
        return reductions.norm(x, p, axes, keep);
    }

    @Override
    public Tensor max(Tensor x) {
        return reductions.max(x);
    }

    @Override
    public Tensor max(Tensor x, int axis, boolean keep) {
        return reductions.max(x, axis, keep);
    }

    @Override
    public Tensor max(Tensor x, int[] axes, boolean keep) {
        return reductions.max(x, axes, keep);
    }

    @Override
    public Tensor min(Tensor x) {
        return reductions.min(x);
    }

    @Override
    public Tensor min(Tensor x, int axis, boolean keep) {
        return reductions.min(x, axis, keep);
    }

    @Override
    public Tensor min(Tensor x, int[] axes, boolean keep) {
        return reductions.min(x, axes, keep);
    }

    @Override
    public Tensor argmax(Tensor x, int axis) {
        return reductions.argmax(x, axis);
    }

    @Override
    public Tensor argmin(Tensor x, int axis) {
        return reductions.argmin(x, axis);
    }

    @Override
    public Tensor any(Tensor x) {
        return reductions.any(x);
    }

    @Override
    public Tensor any(Tensor x, int axis, boolean keep) {
        return reductions.any(x, axis, keep);
    }

    @Override
    public Tensor any(Tensor x, int[] axes, boolean keep) {
        return reductions.any(x, axes, keep);
    }

    @Override
    public Tensor all(Tensor x) {
        return reductions.all(x);
    }

    @Override
    public Tensor all(Tensor x, int axis, boolean keep) {
        return reductions.all(x, axis, keep);
    }

    @Override
    public Tensor all(Tensor x, int[] axes, boolean keep) {
        return reductions.all(x, axes, keep);
    }

    @Override
    public Tensor countNonZero(Tensor x) {
        return reductions.countNonZero(x);
    }

    @Override
    public Tensor countNonZero(Tensor x, int axis, boolean keep) {
        return reductions.countNonZero(x, axis, keep);
    }

    @Override
    public Tensor countNonZero(Tensor x, int[] axes, boolean keep) {
        return reductions.countNonZero(x, axes, keep);
    }

    @Override
    public Tensor cumulativeSum(Tensor x, int axis, boolean reverse) {
        return reductions.cumulativeSum(x, axis, reverse);
    }

    @Override
    public Tensor cumulativeProduct(Tensor x, int axis, boolean reverse) {
        return reductions.cumulativeProduct(x, axis, reverse);
    }

    @Override
    public Tensor reshape(Tensor x, int... sizes) {
        return shaping.reshape(x, sizes);
    }

    @Override
    public Tensor broadcastTo(Tensor x, int... sizes) {
        return shaping.broadcastTo(x, sizes);
    }

    @Override
    public Tensor permute(Tensor x, int... order) {
        return shaping.permute(x, order);
    }

    @Override
    public Tensor transpose(Tensor x) {
        return shaping.transpose(x);
    }

    @Override
    public Tensor slice(Tensor x, int axis, int from, int to) {
        return shaping.slice(x, axis, from, to);
    }

    @Override
    public Tensor slice(Tensor x, int axis, int from, int to, int step) {
        return shaping.slice(x, axis, from, to, step);
    }

    @Override
    public Tensor concat(List<Tensor> parts, int axis) {
        return shaping.concat(parts, axis);
    }

    @Override
    public Tensor stack(List<Tensor> parts, int axis) {
        return shaping.stack(parts, axis);
    }

    @Override
    public List<Tensor> split(Tensor x, int axis, int parts) {
        return shaping.split(x, axis, parts);
    }

    @Override
    public List<Tensor> splitBySizes(Tensor x, int axis, int... sizes) {
        return shaping.splitBySizes(x, axis, sizes);
    }

    @Override
    public List<Tensor> unstack(Tensor x, int axis) {
        return shaping.unstack(x, axis);
    }

    @Override
    public Tensor expandDims(Tensor x, int axis) {
        return shaping.expandDims(x, axis);
    }

    @Override
    public Tensor squeeze(Tensor x, int axis) {
        return shaping.squeeze(x, axis);
    }

    @Override
    public Tensor swapAxes(Tensor x, int first, int second) {
        return shaping.swapAxes(x, first, second);
    }

    @Override
    public Tensor moveAxis(Tensor x, int from, int to) {
        return shaping.moveAxis(x, from, to);
    }

    @Override
    public Tensor pad(Tensor x, int[] before, int[] after, double value) {
        return shaping.pad(x, before, after, value);
    }

    @Override
    public Tensor pad(Tensor x, int[] before, int[] after, Padding padding) {
        return shaping.pad(x, before, after, padding);
    }

    @Override
    public Tensor roll(Tensor x, int shift, int axis) {
        return shaping.roll(x, shift, axis);
    }

    @Override
    public Tensor flip(Tensor x, int... axes) {
        return shaping.flip(x, axes);
    }

    @Override
    public Tensor tile(Tensor x, int... repeats) {
        return shaping.tile(x, repeats);
    }

    @Override
    public Tensor repeat(Tensor x, int axis, int times) {
        return shaping.repeat(x, axis, times);
    }

    @Override
    public Tensor tril(Tensor x, int diagonal) {
        return shaping.tril(x, diagonal);
    }

    @Override
    public Tensor triu(Tensor x, int diagonal) {
        return shaping.triu(x, diagonal);
    }

    @Override
    public Tensor diagonal(Tensor x, int offset) {
        return shaping.diagonal(x, offset);
    }

    @Override
    public Tensor diagonalMatrix(Tensor x, int offset) {
        return shaping.diagonalMatrix(x, offset);
    }

    @Override
    public List<Tensor> meshgrid(List<Tensor> axes) {
        return shaping.meshgrid(axes);
    }

    @Override
    public Tensor embedding(Tensor table, Tensor indices) {
        return indexing.embedding(table, indices);
    }

    @Override
    public Tensor indexSelect(Tensor x, int axis, Tensor indices) {
        return indexing.indexSelect(x, axis, indices);
    }

    @Override
    public Tensor gather(Tensor x, int axis, Tensor indices) {
        return indexing.gather(x, axis, indices);
    }

    @Override
    public Tensor scatterAdd(Tensor x, int axis, Tensor indices, Tensor values) {
        return indexing.scatterAdd(x, axis, indices, values);
    }

    @Override
    public Tensor indexAdd(Tensor x, int axis, Tensor indices, Tensor values) {
        return indexing.indexAdd(x, axis, indices, values);
    }

    @Override
    public Tensor indexPut(Tensor x, int axis, Tensor indices, Tensor values) {
        return indexing.indexPut(x, axis, indices, values);
    }

    @Override
    public Tensor maskedSelect(Tensor x, Tensor mask) {
        return indexing.maskedSelect(x, mask);
    }

    @Override
    public Tensor nonzero(Tensor x) {
        return indexing.nonzero(x);
    }

    @Override
    public Tensor oneHot(Tensor indices, int classes, ElementType type) {
        return indexing.oneHot(indices, classes, type);
    }

    @Override
    public Tensor sort(Tensor x, int axis, boolean descending) {
        return sorting.sort(x, axis, descending);
    }

    @Override
    public Tensor argsort(Tensor x, int axis, boolean descending) {
        return sorting.argsort(x, axis, descending);
    }

    @Override
    public TopK topK(Tensor x, int k, int axis, boolean largest) {
        return sorting.topK(x, k, axis, largest);
    }

    @Override
    public Unique unique(Tensor x) {
        return sorting.unique(x);
    }

    @Override
    public Tensor searchSorted(Tensor sorted, Tensor values, boolean right) {
        return sorting.searchSorted(sorted, values, right);
    }

    @Override
    public Tensor bincount(Tensor x, int length) {
        return sorting.bincount(x, length);
    }

    @Override
    public Tensor outer(Tensor a, Tensor b) {
        return products.outer(a, b);
    }

    @Override
    public Tensor einsum(String formula, Tensor... operands) {
        for (Tensor operand : operands) {
            Workspace.in(operand);
        }
        return Einsum.of(this, formula, List.of(operands));
    }

    @Override
    public SparseOps sparse() {
        return sparse;
    }

    @Override
    public SegmentOps segments() {
        return segments;
    }

    @Override
    public Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        return products.matmul(a, b, transposeA, transposeB);
    }

    @Override
    public Tensor matmulRelu(Tensor a, Tensor b) {
        return products.matmulRelu(a, b);
    }

    @Override
    public Tensor matmulSum(Tensor a, Tensor b) {
        return products.matmulSum(a, b);
    }

    @Override
    public Tensor linear(Tensor x, Tensor w, Tensor bias) {
        return products.linear(x, w, bias);
    }

    @Override
    public Tensor softmax(Tensor x) {
        return layers.softmax(x);
    }

    @Override
    public Tensor logSoftmax(Tensor x) {
        return layers.logSoftmax(x);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        return layers.layerNorm(x, gain, bias, epsilon);
    }

    @Override
    public Tensor rmsNorm(Tensor x, Tensor gain, double epsilon) {
        return normalisations.rms(x, gain, epsilon);
    }

    @Override
    public Tensor batchNorm(Tensor x, Tensor gain, Tensor bias, double epsilon, RunningMoments moments) {
        return normalisations.batch(x, gain, bias, epsilon, moments);
    }

    @Override
    public Tensor batchNormWith(Tensor x, Tensor mean, Tensor variance, Tensor gain, Tensor bias, double epsilon) {
        return normalisations.batchWith(x, mean, variance, gain, bias, epsilon);
    }

    @Override
    public Tensor groupNorm(Tensor x, int groups, Tensor gain, Tensor bias, double epsilon) {
        Workspace.require(groups > 0, "groupNorm", "at least one group, not " + groups, Workspace.in(x));
        return normalisations.group("groupNorm", x, groups, gain, bias, epsilon);
    }

    @Override
    public Tensor instanceNorm(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        return normalisations.group("instanceNorm", x, 0, gain, bias, epsilon);
    }

    @Override
    public Tensor dropout(Tensor x, double rate, RandomSource random) {
        return layers.dropout(x, rate, random);
    }

    @Override
    public Tensor rotatePairs(Tensor x, Tensor cos, Tensor sin) {
        return attention.rotatePairs(x, cos, sin);
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal) {
        return attention.attention(q, k, v, causal ? AttentionSettings.upToItself() : AttentionSettings.all());
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, AttentionSettings settings) {
        return attention.attention(q, k, v, settings);
    }

    @Override
    public Tensor multiHeadAttention(Tensor q, Tensor k, Tensor v, int heads, AttentionSettings settings) {
        return attention.multiHeadAttention(q, k, v, heads, settings);
    }

    @Override
    public Tensor selfAttention(Tensor qkv, int heads, AttentionSettings settings) {
        return attention.selfAttention(qkv, heads, settings);
    }

    @Override
    public LinearAttended linearAttention(
            Tensor q, Tensor k, Tensor v, Tensor decay, boolean normalised, Tensor state) {
        return linearAttention.attend(q, k, v, decay, normalised, state);
    }

    @Override
    public Tensor strictlyCausalLinearAttention(Tensor q, Tensor k, Tensor v) {
        return attention.strictlyCausalLinearAttention(q, k, v);
    }

    @Override
    public Tensor crossEntropy(Tensor logits, Tensor targets) {
        return losses.crossEntropy(logits, targets);
    }

    @Override
    public LinearAlgebra linalg() {
        return matrices;
    }

    @Override
    public FourierOps fourier() {
        return fourier;
    }

    @Override
    public Tensor crossEntropy(Tensor logits, Tensor targets, CrossEntropy settings) {
        return losses.crossEntropy(logits, targets, settings);
    }

    @Override
    public Tensor softCrossEntropy(Tensor logits, Tensor probabilities, Reduction reduction) {
        return losses.softCrossEntropy(logits, probabilities, reduction);
    }

    @Override
    public Tensor binaryCrossEntropy(Tensor logits, Tensor targets, Tensor positiveWeight, Reduction reduction) {
        return losses.binaryCrossEntropy(logits, targets, positiveWeight, reduction);
    }

    @Override
    public Tensor squaredError(Tensor x, Tensor target, Reduction reduction) {
        return losses.squaredError(x, target, reduction);
    }

    @Override
    public Tensor absoluteError(Tensor x, Tensor target, Reduction reduction) {
        return losses.absoluteError(x, target, reduction);
    }

    @Override
    public Tensor huber(Tensor x, Tensor target, double delta, Reduction reduction) {
        return losses.huber(x, target, delta, reduction);
    }

    @Override
    public Tensor smoothL1(Tensor x, Tensor target, double beta, Reduction reduction) {
        return losses.smoothL1(x, target, beta, reduction);
    }

    @Override
    public Tensor klDivergence(Tensor logQ, Tensor logP, Reduction reduction) {
        return losses.klDivergence(logQ, logP, reduction);
    }

    @Override
    public Tensor cosineSimilarity(Tensor a, Tensor b, double epsilon) {
        return losses.cosineSimilarity(a, b, epsilon);
    }

    @Override
    public Tensor cosineEmbedding(Tensor a, Tensor b, Tensor labels, double margin, Reduction reduction) {
        return losses.cosineEmbedding(a, b, labels, margin, reduction);
    }

    @Override
    public Tensor infoNce(Tensor queries, Tensor keys, double temperature, boolean symmetric) {
        return losses.infoNce(queries, keys, temperature, symmetric);
    }

    @Override
    public Tensor gaussianNegativeLogLikelihood(
            Tensor mean, Tensor variance, Tensor x, double epsilon, Reduction reduction) {
        return losses.gaussianNegativeLogLikelihood(mean, variance, x, epsilon, reduction);
    }

    @Override
    public Tensor poissonNegativeLogLikelihood(Tensor logRate, Tensor count, Reduction reduction) {
        return losses.poissonNegativeLogLikelihood(logRate, count, reduction);
    }

    @Override
    public Tensor hinge(Tensor scores, Tensor labels, double margin, Reduction reduction) {
        return losses.hinge(scores, labels, margin, reduction);
    }

    @Override
    public Tensor record(Tensor output, List<Tensor> inputs, Backward backward) {
        return output;
    }
}
