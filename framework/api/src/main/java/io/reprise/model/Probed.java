package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** A model whose inner activations can be read by name. */
@ConsumerType
public interface Probed extends Model {
    /** The names of the places that can be read, from input to output, for instance {@code layer0.y}. */
    List<String> probes();

    /** The activations at the named places while {@link #apply} handles the batch; the first axis is the example. */
    Map<String, Tensor> activations(Ops f, Batch input, Set<String> probes);
}
