package io.reprise.model;

import io.reprise.data.Dataset;
import io.reprise.report.Report;
import org.osgi.annotation.versioning.ConsumerType;

/** Measures a model on a dataset, or a dataset alone. */
@ConsumerType
public interface Evaluator {
    /**
     * Measures; the model is not changed.
     *
     * @param model has the capabilities that the factory's requirements name; null where the pipeline has no model, which
     *     only an evaluator meets whose requirements name no capability, not even {@link Model}, and no outputs
     */
    Report evaluate(Model model, Dataset data);
}
