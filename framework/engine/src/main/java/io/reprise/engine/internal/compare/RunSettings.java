package io.reprise.engine.internal.compare;

import io.reprise.engine.RunInfo;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that a run recorded, each by one key. */
final class RunSettings {
    private RunSettings() {}

    /** All but the seed, the summary, and how much memory a run may take, which change nothing in what it finds. */
    static Map<String, String> of(RunInfo run) {
        Map<String, String> settings = new LinkedHashMap<>();
        flatten("", Yaml.read(run.folder().resolve("pipeline.yaml"), "the pipeline of a run"), settings);
        settings.keySet().removeAll(List.of("seed", "summary", "tensor.memory"));
        return settings;
    }

    private static void flatten(String key, YamlValue value, Map<String, String> settings) {
        if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach((name, each) -> flatten(key.isEmpty() ? name : key + "." + name, each, settings));
        } else if (value instanceof YamlValue.Sequence sequence
                && sequence.elements().stream().anyMatch(YamlValue.Mapping.class::isInstance)) {
            for (int i = 0; i < sequence.elements().size(); i++) {
                // Parts in a list are called as their plug-ins are; what is no part, by its place.
                YamlValue element = sequence.elements().get(i);
                String name = element instanceof YamlValue.Mapping mapping && mapping.has("use")
                        ? mapping.text("use")
                        : Integer.toString(i + 1);
                String unique = key + "." + name;
                for (int number = 2; settings.containsKey(unique + ".use"); number++) {
                    unique = key + "." + name + "-" + number;
                }
                flatten(unique, element, settings);
            }
        } else {
            settings.put(key, String.valueOf(value.plain()));
        }
    }
}
