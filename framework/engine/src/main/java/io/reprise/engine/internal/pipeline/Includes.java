package io.reprise.engine.internal.pipeline;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays a pipeline over those that it includes: of a part that names no plug-in, the settings are laid over the included part's; the
 * same goes for variables and other maps; everything else that is given replaces what is included. Of several included ones a
 * later one lies over an earlier one.
 */
final class Includes {
    private static final int DEEPEST = 10;

    private final Source source;
    private final Map<String, String> methods = new HashMap<>();

    /** Finds what a pipeline includes. */
    @FunctionalInterface
    interface Source {
        /** No pipeline can include others here. */
        Source NONE = (name, from) -> {
            throw RepriseException.problem("A pipeline cannot include others here")
                    .at(from.at().toString());
        };

        /**
         * The pipeline of a name or file.
         *
         * @param from where that is written
         * @throws RepriseException if there is none
         */
        Document find(String name, YamlValue from);
    }

    /**
     * A pipeline's document.
     *
     * @param root what is in it
     * @param method the method whose bundle it comes from; empty for a user's own
     */
    record Document(YamlValue.Mapping root, String method) {}

    Includes(Source source) {
        this.source = source;
    }

    /** The document with all that it includes. */
    YamlValue.Mapping resolve(Document document) {
        return resolve(document, List.of());
    }

    /** The methods of the documents met, by the name of the file. */
    Map<String, String> methods() {
        return Map.copyOf(methods);
    }

    private YamlValue.Mapping resolve(Document document, List<String> within) {
        YamlValue.Mapping root = document.root().only(PipelineKeys.ALL.keySet(), "");
        methods.put(root.at().file(), document.method());
        if (!root.has(PipelineKeys.INCLUDE)) {
            return root;
        }
        YamlValue include = root.get(PipelineKeys.INCLUDE);
        List<YamlValue> names = include instanceof YamlValue.Sequence sequence ? sequence.elements() : List.of(include);
        List<String> deeper = new ArrayList<>(within);
        deeper.add(root.at().file());
        YamlValue.Mapping base = null;
        for (YamlValue name : names) {
            Document included = source.find(name.text(PipelineKeys.INCLUDE), name);
            if (deeper.contains(included.root().at().file()) || deeper.size() > DEEPEST) {
                throw RepriseException.problem(
                                "The pipelines include one another without end: " + String.join(", ", deeper))
                        .at(name.at().toString());
            }
            YamlValue.Mapping resolved = resolve(included, deeper);
            base = base == null ? resolved : over(resolved, base);
        }
        return base == null ? root : over(root, base);
    }

    private static YamlValue.Mapping over(YamlValue.Mapping top, YamlValue.Mapping base) {
        Map<String, YamlValue> entries = new LinkedHashMap<>(base.entries());
        Map<String, YamlValue.Position> keys = new LinkedHashMap<>(base.keys());
        // One way of saying what trains takes the place of the other.
        if (top.has(PipelineKeys.TRAINERS)) {
            entries.remove(PipelineKeys.TRAINER);
        } else if (top.has(PipelineKeys.TRAINER)) {
            entries.remove(PipelineKeys.TRAINERS);
        }
        keys.putAll(top.keys());
        top.entries().forEach((key, value) -> {
            boolean laid = value instanceof YamlValue.Mapping mapping
                    && entries.get(key) instanceof YamlValue.Mapping
                    && !mapping.has(PipelineKeys.USE);
            entries.put(key, laid ? settings((YamlValue.Mapping) value, (YamlValue.Mapping) entries.get(key)) : value);
        });
        entries.remove(PipelineKeys.INCLUDE);
        return new YamlValue.Mapping(top.at(), entries, keys);
    }

    private static YamlValue.Mapping settings(YamlValue.Mapping top, YamlValue.Mapping base) {
        Map<String, YamlValue> entries = new LinkedHashMap<>(base.entries());
        entries.putAll(top.entries());
        Map<String, YamlValue.Position> keys = new LinkedHashMap<>(base.keys());
        keys.putAll(top.keys());
        return new YamlValue.Mapping(top.at(), entries, keys);
    }
}
