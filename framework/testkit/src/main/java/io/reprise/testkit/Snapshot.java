package io.reprise.testkit;

import io.reprise.data.Batch;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Copies of named tensors and texts, off their scopes, to be compared bit by bit. */
final class Snapshot {
    private final Map<String, Copy> tensors = new LinkedHashMap<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    private record Copy(ElementType type, Shape shape, byte[] bytes) {
        static Copy of(Tensor tensor) {
            byte[] bytes =
                    new byte[Math.toIntExact(tensor.elements() * tensor.type().bytes())];
            tensor.memory().duplicate().get(0, bytes);
            return new Copy(tensor.type(), tensor.shape(), bytes);
        }

        double element(int index) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            return switch (type) {
                case FLOAT -> buffer.getFloat(4 * index);
                case DOUBLE -> buffer.getDouble(8 * index);
                case INT -> buffer.getInt(4 * index);
                case LONG -> buffer.getLong(8 * index);
                case BOOL -> buffer.get(index);
            };
        }
    }

    static Snapshot of(Map<String, Tensor> tensors) {
        Snapshot snapshot = new Snapshot();
        tensors.forEach((name, tensor) -> snapshot.tensors.put(name, Copy.of(tensor)));
        return snapshot;
    }

    static Snapshot of(Batch batch) {
        Snapshot snapshot = new Snapshot();
        new TreeSet<>(batch.tensorNames()).forEach(name -> snapshot.tensors.put(name, Copy.of(batch.tensor(name))));
        new TreeSet<>(batch.textNames()).forEach(name -> snapshot.texts.put(name, batch.text(name)));
        return snapshot;
    }

    /** The names of the tensors, in order. */
    List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    boolean isEmpty() {
        return tensors.isEmpty() && texts.isEmpty();
    }

    /** The first difference, in words; empty if there is none. */
    Optional<String> difference(Snapshot other) {
        return difference(other, 0);
    }

    /**
     * The first difference, in words; empty if there is none.
     *
     * @param tolerance by how much numbers may differ, times 1 plus their size; 0 for not a single bit
     */
    Optional<String> difference(Snapshot other, double tolerance) {
        if (!new ArrayList<>(tensors.keySet()).equals(new ArrayList<>(other.tensors.keySet()))) {
            return Optional.of("the names are " + tensors.keySet() + " and " + other.tensors.keySet());
        }
        for (Map.Entry<String, Copy> entry : tensors.entrySet()) {
            Optional<String> found =
                    difference(entry.getKey(), entry.getValue(), other.tensors.get(entry.getKey()), tolerance);
            if (found.isPresent()) {
                return found;
            }
        }
        if (!texts.equals(other.texts)) {
            return Optional.of("the texts are " + texts + " and " + other.texts);
        }
        return Optional.empty();
    }

    private static Optional<String> difference(String name, Copy one, Copy two, double tolerance) {
        if (one.type != two.type || !one.shape.equals(two.shape)) {
            return Optional.of("'" + name + "' is " + one.type + one.shape + " and " + two.type + two.shape);
        }
        for (int i = 0; i < one.shape.elements(); i++) {
            double a = one.element(i);
            double b = two.element(i);
            boolean same = tolerance == 0
                    ? Double.doubleToLongBits(a) == Double.doubleToLongBits(b)
                    : Math.abs(a - b) <= tolerance * (1 + Math.abs(a)) || Double.compare(a, b) == 0;
            if (!same) {
                return Optional.of(
                        "'" + name + "' differs at element " + i + " of " + one.shape + ": " + a + " and " + b);
            }
        }
        return Optional.empty();
    }

    /** The first number that is infinite or not a number, in words. */
    Optional<String> notFinite() {
        for (Map.Entry<String, Copy> entry : tensors.entrySet()) {
            for (int i = 0; i < entry.getValue().shape.elements(); i++) {
                double value = entry.getValue().element(i);
                if (!Double.isFinite(value)) {
                    return Optional.of("'" + entry.getKey() + "' is " + value + " at element " + i + " of "
                            + entry.getValue().shape);
                }
            }
        }
        return Optional.empty();
    }
}
