package io.reprise.data;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Named splits of examples that follow a schema. Made for one run and closed with it. */
@ConsumerType
public interface Dataset extends AutoCloseable {
    /** The split that trainers use. */
    String TRAIN = "train";
    /** The split that evaluators use unless told otherwise. */
    String VALIDATION = "validation";
    /** The split kept for the last word. */
    String TEST = "test";

    /** The names of the splits there are. */
    List<String> splits();

    /**
     * A split by name.
     *
     * @throws io.reprise.api.RepriseException if there is none, naming those there are
     */
    Split split(String name);

    /** Lets go of files; tensors belong to scopes. */
    @Override
    default void close() {}
}
