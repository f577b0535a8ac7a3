package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.autodiff.Rearrangement.Times;
import io.reprise.tensor.service.kernels.StridedCopy;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products in Einstein's notation, contracted pair by pair: always the pair next whose product takes the fewest
 * multiplications. A pair is one matrix product, of matrices made by permuting and reshaping; gradients are those of these
 * operations.
 */
final class Einsum {
    private final Ops ops;
    private final List<Term> terms = new ArrayList<>();
    private final int[] output;
    private final Map<Integer, Integer> sizes = new HashMap<>();

    /** A tensor with a label for each axis. */
    private record Term(Tensor tensor, int[] labels) {
        boolean has(int label) {
            return axis(label) >= 0;
        }

        int axis(int label) {
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] == label) {
                    return i;
                }
            }
            return -1;
        }

        int size(int label) {
            return tensor.shape().size(axis(label));
        }
    }

    private Einsum(Ops ops, int[] output) {
        this.ops = ops;
        this.output = output;
    }

    static Tensor of(Ops ops, String text, List<Tensor> operands) {
        if (operands.isEmpty()) {
            throw new IllegalArgumentException("einsum: wants at least one tensor");
        }
        List<Shape> shapes = new ArrayList<>();
        for (Tensor operand : operands) {
            NativeTensor x = Workspace.floating("einsum", operand);
            Workspace.requireSameType("einsum", Workspace.in(operands.get(0)), x);
            shapes.add(x.shape());
        }
        EinsumFormula formula = EinsumFormula.of(text, shapes);
        Einsum einsum = new Einsum(ops, formula.output());
        for (int i = 0; i < operands.size(); i++) {
            einsum.add(text, operands.get(i), formula.inputs().get(i));
        }
        Tensor result = einsum.contracted();
        return operands.contains(result) ? ops.reshape(result, result.shape().toArray()) : result;
    }

    private void add(String text, Tensor tensor, int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            int size = tensor.shape().size(i);
            int known = sizes.getOrDefault(labels[i], 1);
            if (size != known && size != 1 && known != 1) {
                throw new IllegalArgumentException("einsum: \"" + text + "\": the label " + name(labels[i])
                        + " has the sizes " + known + " and " + size);
            }
            sizes.put(labels[i], known == 1 ? size : known);
        }
        Term term = diagonal(text, new Term(tensor, labels));
        terms.add(term);
    }

    private static String name(int label) {
        return label > 0 ? "'" + (char) label + "'" : "of axis " + label + " of '...'";
    }

    /** Axes with one label become the diagonal through them. */
    private Term diagonal(String text, Term term) {
        int[] distinct = Arrays.stream(term.labels()).distinct().toArray();
        if (distinct.length == term.labels().length) {
            return term;
        }
        Shape shape = term.tensor().shape();
        int[] wanted = new int[distinct.length];
        int[] steps = new int[distinct.length];
        int[] outSteps = new int[distinct.length];
        int stride = 1;
        for (int i = term.labels().length - 1; i >= 0; i--) {
            for (int k = 0; k < distinct.length; k++) {
                if (distinct[k] == term.labels()[i]) {
                    if (steps[k] != 0 && wanted[k] != shape.size(i)) {
                        throw new IllegalArgumentException("einsum: \"" + text + "\": the label " + name(distinct[k])
                                + " is twice in the shape " + shape + ", with different sizes");
                    }
                    wanted[k] = shape.size(i);
                    steps[k] += stride;
                }
            }
            stride *= shape.size(i);
        }
        int outStride = 1;
        for (int k = distinct.length - 1; k >= 0; k--) {
            outSteps[k] = outStride;
            outStride *= wanted[k];
        }
        Rearrangement map = new Rearrangement(
                shape,
                Shape.of(wanted),
                List.of(StridedCopy.of(wanted, 0, steps, 0, outSteps)),
                Times.ONCE,
                Times.AT_MOST_ONCE);
        return new Term(EagerOps.shapingOf(ops).rearranged(term.tensor(), map), distinct);
    }

    private Tensor contracted() {
        for (int i = 0; i < terms.size(); i++) {
            terms.set(i, summed(terms.get(i), i, -1));
        }
        while (terms.size() > 1) {
            contractCheapest();
        }
        return ordered(terms.get(0), output);
    }

    private void contractCheapest() {
        int first = 0;
        int second = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < terms.size(); i++) {
            for (int j = i + 1; j < terms.size(); j++) {
                double cost = cost(terms.get(i), terms.get(j));
                if (cost < least) {
                    least = cost;
                    first = i;
                    second = j;
                }
            }
        }
        Term product = product(first, second);
        terms.remove(second);
        terms.set(first, product);
    }

    /** The number of multiplications in the product of two terms. */
    private double cost(Term a, Term b) {
        double cost = 1;
        for (int label : a.labels()) {
            cost *= sizes.get(label);
        }
        for (int label : b.labels()) {
            cost *= a.has(label) ? 1 : sizes.get(label);
        }
        return cost;
    }

    /** Whether a label is in the result or in a term other than these two. */
    private boolean isNeeded(int label, int first, int second) {
        for (int kept : output) {
            if (kept == label) {
                return true;
            }
        }
        for (int i = 0; i < terms.size(); i++) {
            if (i != first && i != second && terms.get(i).has(label)) {
                return true;
            }
        }
        return false;
    }

    /** A term without the axes that neither the result nor a third term needs, nor the other one of two has. */
    private Term summed(Term term, int own, int other) {
        Tensor x = term.tensor();
        int[] left = term.labels();
        for (int axis = left.length - 1; axis >= 0; axis--) {
            if (!isNeeded(left[axis], own, other)
                    && (other < 0 || !terms.get(other).has(left[axis]))) {
                x = ops.sum(x, axis, false);
                left = without(left, axis);
            }
        }
        return new Term(x, left);
    }

    private static int[] without(int[] labels, int axis) {
        int[] rest = new int[labels.length - 1];
        System.arraycopy(labels, 0, rest, 0, axis);
        System.arraycopy(labels, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }

    /** A term without its axes of size 1 that the other term has longer. */
    private Term squeezed(Term term, Term other) {
        Tensor x = term.tensor();
        int[] left = term.labels();
        for (int axis = left.length - 1; axis >= 0; axis--) {
            if (x.shape().size(axis) == 1 && other.has(left[axis]) && other.size(left[axis]) != 1) {
                x = ops.squeeze(x, axis);
                left = without(left, axis);
            }
        }
        return new Term(x, left);
    }

    private Term product(int first, int second) {
        Term a = squeezed(terms.get(first), terms.get(second));
        Term b = squeezed(terms.get(second), a);
        terms.set(first, a);
        terms.set(second, b);
        a = summed(a, first, second);
        terms.set(first, a);
        b = summed(b, second, first);
        List<Integer> both = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int label : a.labels()) {
            (!b.has(label) ? left : isNeeded(label, first, second) ? both : inner).add(label);
        }
        for (int label : b.labels()) {
            if (!a.has(label)) {
                right.add(label);
            }
        }
        int[] labels = joined(both, left, right);
        int[] shape = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            shape[i] = (a.has(labels[i]) ? a : b).size(labels[i]);
        }
        int m = size(a, left);
        int k = size(a, inner);
        int n = size(b, right);
        int batch = size(a, both);
        Tensor product;
        if (inner.isEmpty()) {
            product = ops.multiply(
                    ops.reshape(ordered(a, joined(both, left)), batch, m, 1),
                    ops.reshape(ordered(b, joined(both, right)), batch, 1, n));
        } else if (m == 1 && n == 1 && batch > 1) {
            // Many products of two rows each are no work for a matrix product.
            Tensor x = ops.reshape(ordered(a, joined(both, left, inner)), batch, k);
            Tensor y = ops.reshape(ordered(b, joined(both, inner, right)), batch, k);
            product = ops.sum(ops.multiply(x, y), 1, false);
        } else {
            product = matmul(a, b, both, left, inner, right, new int[] {batch, m, k, n});
        }
        return new Term(ops.reshape(product, shape), labels);
    }

    /** The matrix product; an argument that lies transposed already is not permuted. */
    private Tensor matmul(
            Term a,
            Term b,
            List<Integer> both,
            List<Integer> left,
            List<Integer> inner,
            List<Integer> right,
            int[] size) {
        int batch = size[0];
        int m = size[1];
        int k = size[2];
        int n = size[3];
        boolean transposeA = Arrays.equals(a.labels(), joined(both, inner, left));
        boolean transposeB = Arrays.equals(b.labels(), joined(both, right, inner));
        Tensor x = transposeA ? a.tensor() : ordered(a, joined(both, left, inner));
        Tensor y = transposeB ? b.tensor() : ordered(b, joined(both, inner, right));
        int xRows = transposeA ? k : m;
        int yRows = transposeB ? n : k;
        return batch == 1
                ? ops.matmul(
                        ops.reshape(x, xRows, transposeA ? m : k),
                        ops.reshape(y, yRows, transposeB ? k : n),
                        transposeA,
                        transposeB)
                : ops.matmul(
                        ops.reshape(x, batch, xRows, transposeA ? m : k),
                        ops.reshape(y, batch, yRows, transposeB ? k : n),
                        transposeA,
                        transposeB);
    }

    @SafeVarargs
    private static int[] joined(List<Integer>... lists) {
        return Arrays.stream(lists)
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int size(Term term, List<Integer> labels) {
        int size = 1;
        for (int label : labels) {
            size *= term.size(label);
        }
        return size;
    }

    /** The tensor with its axes in the order of these labels. */
    private Tensor ordered(Term term, int[] labels) {
        if (Arrays.equals(term.labels(), labels)) {
            return term.tensor();
        }
        int[] order = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            order[i] = term.axis(labels[i]);
        }
        return ops.permute(term.tensor(), order);
    }
}
