package io.reprise.data;

import io.reprise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named columns of examples, or a model's named results: tensors, and lists of texts. Immutable, though the tensors live only
 * as long as their scope. What is not rectangular is concatenated, with an index tensor beside it
 * ({@code atom: int[A]}, {@code graph: int[A]}).
 */
public final class Batch {
    /** No columns. */
    public static final Batch EMPTY = new Batch(Map.of(), Map.of());

    private final Map<String, Tensor> tensors;
    private final Map<String, List<String>> texts;

    private Batch(Map<String, Tensor> tensors, Map<String, List<String>> texts) {
        this.tensors = tensors;
        this.texts = texts;
    }

    /** A batch of one tensor. */
    public static Batch of(String name, Tensor tensor) {
        return new Batch(Map.of(name, tensor), Map.of());
    }

    /** A batch of two tensors. */
    public static Batch of(String name1, Tensor tensor1, String name2, Tensor tensor2) {
        return of(name1, tensor1).with(name2, tensor2);
    }

    /** A batch of one column of texts. */
    public static Batch ofText(String name, List<String> texts) {
        return new Batch(Map.of(), Map.of(name, List.copyOf(texts)));
    }

    /** This batch and one more tensor, which replaces one of the same name. */
    public Batch with(String name, Tensor tensor) {
        Map<String, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(name, tensor);
        return new Batch(more, texts);
    }

    /** This batch and one more column of texts, which replaces one of the same name. */
    public Batch withText(String name, List<String> column) {
        Map<String, List<String>> more = new LinkedHashMap<>(texts);
        more.put(name, List.copyOf(column));
        return new Batch(tensors, more);
    }

    /**
     * The tensor of a name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "' in this batch, which has " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * The texts of a name.
     *
     * @throws IllegalArgumentException if there are none, naming those there are
     */
    public List<String> text(String name) {
        List<String> column = texts.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no texts '" + name + "' in this batch, which has " + texts.keySet());
        }
        return column;
    }

    /** The names of the tensors. */
    public Set<String> tensorNames() {
        return Set.copyOf(tensors.keySet());
    }

    /** The names of the columns of texts. */
    public Set<String> textNames() {
        return Set.copyOf(texts.keySet());
    }
}
