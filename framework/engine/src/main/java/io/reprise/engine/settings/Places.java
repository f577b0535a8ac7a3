package io.reprise.engine.settings;

/** Says where a setting was given, for messages. */
@FunctionalInterface
public interface Places {
    /** The settings of something without a name: a setting's place is its key. */
    Places KEYS = key -> key;

    /**
     * The place of a setting, for instance {@code bdh.yaml:4:20: model.layers}.
     *
     * @param key the setting, whether it was given or not; the empty string for all of them
     */
    String of(String key);

    /** The settings of a named part: a setting's place is {@code PART.KEY}. */
    static Places part(String part) {
        return key -> key.isEmpty() ? part : part + "." + key;
    }
}
