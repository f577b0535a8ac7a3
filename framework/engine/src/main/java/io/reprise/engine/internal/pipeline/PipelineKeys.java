package io.reprise.engine.internal.pipeline;

import io.reprise.api.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a pipeline. */
public final class PipelineKeys {
    /** Other pipelines whose keys this one takes over. */
    public static final String INCLUDE = "include";
    /** Values to be written as {@code ${NAME}} elsewhere. */
    public static final String VARIABLES = "variables";
    /** One line. */
    public static final String SUMMARY = "summary";
    /** The dataset. */
    public static final String DATA = "data";
    /** The transforms, in their order. */
    public static final String TRANSFORMS = "transforms";
    /** The model. */
    public static final String MODEL = "model";
    /** The trainer. */
    public static final String TRAINER = "trainer";
    /** The trainers, one after the other. */
    public static final String TRAINERS = "trainers";
    /** The evaluators, in their order. */
    public static final String EVALUATORS = "evaluators";
    /** The seed. */
    public static final String SEED = "seed";
    /** How tensors are computed. */
    public static final String TENSOR = "tensor";
    /** When a run writes down how far it is. */
    public static final String CHECKPOINTS = "checkpoints";

    /** In a part: the plug-in. */
    public static final String USE = "use";
    /** In an evaluator: at every how many steps it measures. */
    public static final String EVERY = "every";

    /** All keys, with what each is, in the order in which they are written. */
    public static final Map<String, String> ALL = all();
    /** The keys of a single part. */
    static final Map<String, Kind> SINGLE = single();
    /** The keys of a list of parts. */
    static final Map<String, Kind> LISTS = lists();
    /** The keys of a map of settings that no plug-in has. */
    static final List<String> MAPS = List.of(TENSOR, CHECKPOINTS);

    private PipelineKeys() {}

    private static Map<String, String> all() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(
                INCLUDE,
                "pipelines whose keys this one takes over where it does not give them itself: files, or names");
        keys.put(VARIABLES, "values by name, written as ${NAME} elsewhere");
        keys.put(SUMMARY, "one line, for lists");
        keys.put(DATA, "the dataset");
        keys.put(TRANSFORMS, "adapters that change the dataset's columns, one after the other");
        keys.put(MODEL, "the model; left out where all evaluators look at the data alone");
        keys.put(TRAINER, "the trainer; left out to evaluate a model as it is made");
        keys.put(TRAINERS, "in place of trainer: several, one after the other");
        keys.put(EVALUATORS, "what measures, in the order in which they run");
        keys.put(SEED, "a whole number that decides all that is random; 0 if it is left out");
        keys.put(CHECKPOINTS, "when a run writes down how far it is");
        keys.put(TENSOR, "how tensors are computed, whatever is computed");
        return Collections.unmodifiableMap(keys);
    }

    private static Map<String, Kind> single() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put(DATA, Kind.DATASET);
        kinds.put(MODEL, Kind.MODEL);
        kinds.put(TRAINER, Kind.TRAINER);
        return Collections.unmodifiableMap(kinds);
    }

    private static Map<String, Kind> lists() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put(TRANSFORMS, Kind.TRANSFORM);
        kinds.put(TRAINERS, Kind.TRAINER);
        kinds.put(EVALUATORS, Kind.EVALUATOR);
        return Collections.unmodifiableMap(kinds);
    }
}
