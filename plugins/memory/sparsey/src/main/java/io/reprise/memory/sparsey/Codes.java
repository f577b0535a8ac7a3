package io.reprise.memory.sparsey;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import java.util.List;

/** Codes as columns. */
final class Codes {
    private Codes() {}

    /** The columns of codes, {@code code int[B,Q]} and {@code familiarity float[B]}. */
    static Batch batch(Ops f, List<Mac.Code> codes) {
        int q = codes.isEmpty() ? 0 : codes.get(0).winners().length;
        int[] winners = new int[codes.size() * q];
        float[] familiarity = new float[codes.size()];
        for (int i = 0; i < familiarity.length; i++) {
            System.arraycopy(codes.get(i).winners(), 0, winners, i * q, q);
            familiarity[i] = (float) codes.get(i).familiarity();
        }
        return Batch.of(Patterns.CODE, f.scope().of(winners, codes.size(), q))
                .with(Patterns.FAMILIARITY, f.scope().of(familiarity, familiarity.length));
    }
}
