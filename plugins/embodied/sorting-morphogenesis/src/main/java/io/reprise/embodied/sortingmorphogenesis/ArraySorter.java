package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.data.Batch;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Signature;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorService;
import java.util.List;
import java.util.Map;

/** What sorters have in common: the columns they take and give. There is nothing to learn, so there is no state. */
abstract class ArraySorter implements Sorter {
    static final String SORTED = "sorted";
    static final String SWAPS = "swaps";

    static final Signature SIGNATURE = new Signature(
            Columns.arrays("N"),
            Schema.EMPTY,
            Schema.of(
                    Field.parse(SORTED + ": int[B,N]", "the values at the end, left to right"),
                    Field.parse(SWAPS + ": long[B]", "exchanges of two cells")));

    private final TensorService tensors;

    ArraySorter(TensorService tensors) {
        this.tensors = tensors;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }

    @Override
    public Batch apply(Ops f, Batch input) {
        List<Arrangement> arrays = Columns.read(input);
        long[] seeds = input.tensor(Columns.SEED).toLongs();
        int n = input.tensor(Columns.VALUES).shape().size(1);
        int[] values = new int[arrays.size() * n];
        long[] swaps = new long[arrays.size()];
        for (int i = 0; i < swaps.length; i++) {
            Trace trace = sort(arrays.get(i), tensors.random(seeds[i]), false);
            System.arraycopy(trace.values(trace.end()), 0, values, i * n, n);
            swaps[i] = trace.swaps();
        }
        return Batch.of(SORTED, f.scope().of(values, arrays.size(), n))
                .with(SWAPS, f.scope().of(swaps, swaps.length));
    }
}
