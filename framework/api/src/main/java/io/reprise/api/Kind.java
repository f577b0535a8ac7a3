package io.reprise.api;

/** The kinds of plug-in that a pipeline is composed of, in the order in which data flows. */
public enum Kind {
    /** Named splits of examples, or an environment. */
    DATASET,
    /** Changes the columns of a dataset, so that they are what a model takes. */
    TRANSFORM,
    /** Named values in, named values out. */
    MODEL,
    /** Changes a model using a dataset. */
    TRAINER,
    /** Measures a model on a dataset. */
    EVALUATOR;

    /** The word used in pipelines and on the command line, for instance {@code dataset}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
