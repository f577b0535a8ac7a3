package io.reprise.testkit;

import io.reprise.data.Batch;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes batches at random that follow a schema: normal numbers, codes below their limit, coin flips. */
final class ExampleBatch {
    /** The number of examples where a schema says {@code B}: odd, and unlike the other sizes, to show mixed up axes. */
    private static final int EXAMPLES = 3;

    private static final int FIRST_SIZE = 4;

    private ExampleBatch() {}

    /** The sizes of all symbols of the schemas: those given, and small ones of which no two are alike. */
    static Map<String, Integer> sizes(List<Schema> schemas, Map<String, Integer> given) {
        Map<String, Integer> sizes = new LinkedHashMap<>(given);
        sizes.putIfAbsent("B", EXAMPLES);
        int next = FIRST_SIZE;
        for (Schema schema : schemas) {
            for (Field field : schema.fields()) {
                List<Dim> dims = new java.util.ArrayList<>(field.shape());
                field.limit().ifPresent(dims::add);
                for (Dim dim : dims) {
                    if (dim instanceof Dim.Symbol symbol && !sizes.containsKey(symbol.name())) {
                        sizes.put(symbol.name(), next++);
                    }
                }
            }
        }
        return sizes;
    }

    static Batch of(Schema schema, Map<String, Integer> sizes, TensorScope scope, RandomSource random) {
        Batch batch = Batch.EMPTY;
        for (Field field : schema.fields()) {
            if (field.type() == Field.Type.TEXT) {
                throw new AssertionError("No example can be made up for the texts '" + field
                        + "'. Override example(...) in the contract's subclass.");
            }
            batch = batch.with(field.name(), tensor(field, sizes, scope, random.split(field.name())));
        }
        return batch;
    }

    private static Tensor tensor(Field field, Map<String, Integer> sizes, TensorScope scope, RandomSource random) {
        int[] shape = field.shape().stream().mapToInt(dim -> size(dim, sizes)).toArray();
        int limit = field.limit().map(dim -> size(dim, sizes)).orElse(FIRST_SIZE);
        ElementType type = ElementType.valueOf(field.type().name());
        Tensor tensor = scope.zeros(type, Shape.of(shape));
        if (type.isFloating()) {
            random.fillNormal(tensor, 0, 1);
            return tensor;
        }
        double[] values = new double[Math.toIntExact(tensor.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(type == ElementType.BOOL ? 2 : limit);
        }
        tensor.set(values);
        return tensor;
    }

    private static int size(Dim dim, Map<String, Integer> sizes) {
        return dim instanceof Dim.Fixed fixed ? fixed.size() : sizes.get(dim.toString());
    }
}
