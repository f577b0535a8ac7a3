package io.reprise.model;

import io.reprise.tensor.Tensor;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that a checkpoint saves. */
@ConsumerType
public interface Stateful {
    /** All tensors that make it what it is, by name, live and not copied; a stable order. */
    Map<String, Tensor> state();

    /**
     * Takes over saved tensors. This form copies into tensors of the same name and shape; override it where shapes grow.
     *
     * @param saved what {@link #state()} gave, all names
     * @throws IllegalArgumentException if a name or shape does not fit; nothing has changed then
     */
    default void restore(Map<String, Tensor> saved) {
        Map<String, Tensor> own = state();
        if (!own.keySet().equals(saved.keySet())) {
            throw new IllegalArgumentException("saved tensors " + saved.keySet() + " do not fit " + own.keySet());
        }
        own.forEach((name, tensor) -> {
            if (!tensor.shape().equals(saved.get(name).shape())
                    || tensor.type() != saved.get(name).type()) {
                throw new IllegalArgumentException(
                        "saved tensor '" + name + "' is " + saved.get(name).type()
                                + saved.get(name).shape() + " but must be " + tensor.type() + tensor.shape());
            }
        });
        own.forEach((name, tensor) -> tensor.set(saved.get(name)));
    }
}
