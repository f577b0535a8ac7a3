package io.reprise.engine.internal.pipeline;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.Pipeline;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A pipeline as its author wrote it, and overrides. */
public final class PipelineText implements Pipeline {
    private static final List<String> KEYS =
            List.of("summary", "data", "model", "trainer", "evaluators", "seed", "tensor");
    private static final Map<String, Kind> SINGLE = singles();
    private static final String TENSOR = "tensor";

    private final String name;
    private final String method;
    private final String summary;
    private final String place;
    private final Map<String, Part> parts;
    private final List<Part> evaluators;
    private final long seed;
    private final Map<String, Part.Given> tensor;

    private PipelineText(
            String name,
            String method,
            String summary,
            String place,
            Map<String, Part> parts,
            List<Part> evaluators,
            long seed,
            Map<String, Part.Given> tensor) {
        this.name = name;
        this.method = method;
        this.summary = summary;
        this.place = place;
        this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        this.evaluators = List.copyOf(evaluators);
        this.seed = seed;
        this.tensor = Collections.unmodifiableMap(new LinkedHashMap<>(tensor));
    }

    private static Map<String, Kind> singles() {
        Map<String, Kind> singles = new LinkedHashMap<>();
        singles.put("data", Kind.DATASET);
        singles.put("model", Kind.MODEL);
        singles.put("trainer", Kind.TRAINER);
        return Collections.unmodifiableMap(singles);
    }

    /**
     * The pipeline in a YAML document.
     *
     * @param name what to call it
     * @param method the method whose bundle it comes from; empty for a user's own
     * @throws RepriseException if it is no pipeline, with line and column
     */
    public static PipelineText of(YamlValue document, String name, String method) {
        YamlValue.Mapping root = document.mapping(name).only(KEYS, "");
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Kind> single : SINGLE.entrySet()) {
            if (root.has(single.getKey())) {
                parts.put(single.getKey(), part(single.getValue(), single.getKey(), root.get(single.getKey())));
            }
        }
        root.get("data");
        List<Part> evaluators = new ArrayList<>();
        if (root.has("evaluators")) {
            Map<String, Integer> uses = new HashMap<>();
            for (YamlValue element : root.get("evaluators").list("evaluators")) {
                evaluators.add(named(part(Kind.EVALUATOR, "evaluators", element), uses));
            }
        }
        return new PipelineText(
                name,
                method,
                root.text("summary", ""),
                root.at().file(),
                parts,
                evaluators,
                root.has("seed") ? root.get("seed").whole("seed") : 0,
                root.has(TENSOR) ? tensor(root.get(TENSOR)) : Map.of());
    }

    private static Map<String, Part.Given> tensor(YamlValue value) {
        YamlValue.Mapping mapping = value.mapping(TENSOR);
        Map<String, Part.Given> given = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, each) -> given.put(
                        key, new Part.Given(each.plain(), mapping.keys().get(key) + ": " + TENSOR + "." + key)));
        return given;
    }

    private static Part part(Kind kind, String name, YamlValue value) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            throw value.unexpected(name, "a plug-in with its settings, for instance {use: NAME}");
        }
        if (!mapping.has("use")) {
            throw RepriseException.problem("The key '" + name + "' names no plug-in")
                    .at(mapping.at().toString())
                    .expected("{use: NAME} with the settings beside it");
        }
        YamlValue use = mapping.get("use");
        Map<String, Part.Given> settings = new LinkedHashMap<>();
        mapping.entries().forEach((key, given) -> {
            if (!key.equals("use")) {
                settings.put(key, new Part.Given(given.plain(), mapping.keys().get(key) + ": " + name + "." + key));
            }
        });
        return new Part(kind, name, use.text(name + ".use"), use.at() + ": " + name, settings);
    }

    /** An evaluator is called as its plug-in is, with a number behind the second and later ones. */
    private static Part named(Part evaluator, Map<String, Integer> uses) {
        String plugin = evaluator.use().substring(evaluator.use().lastIndexOf('/') + 1);
        int number = uses.merge(plugin, 1, Integer::sum);
        String name = number == 1 ? plugin : plugin + "-" + number;
        String place = evaluator.place().replaceFirst("evaluators$", name);
        Map<String, Part.Given> settings = new LinkedHashMap<>();
        evaluator
                .settings()
                .forEach((key, given) -> settings.put(
                        key, new Part.Given(given.value(), given.place().replace(": evaluators.", ": " + name + "."))));
        return new Part(Kind.EVALUATOR, name, evaluator.use(), place, settings);
    }

    @Override
    public String name() {
        return name;
    }

    /** The method whose bundle it comes from; empty for a user's own. */
    public String method() {
        return method;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public long seed() {
        return seed;
    }

    /** The file it was read from. */
    public String place() {
        return place;
    }

    /** The dataset. */
    public Part data() {
        return parts.get("data");
    }

    /** The model, if it has one. */
    public Optional<Part> model() {
        return Optional.ofNullable(parts.get("model"));
    }

    /** The trainer, if it has one. */
    public Optional<Part> trainer() {
        return Optional.ofNullable(parts.get("trainer"));
    }

    /** The evaluators, each with a name of its own. */
    public List<Part> evaluators() {
        return evaluators;
    }

    /** How the run computes, as far as it is given, by key. */
    public Map<String, Part.Given> tensor() {
        return tensor;
    }

    @Override
    public PipelineText with(Map<String, String> overrides) {
        // Whole parts first, whatever the order: another plug-in brings its own settings.
        Map<String, String> ordered = new TreeMap<>();
        overrides.forEach((key, value) -> ordered.put((key.contains(".") ? "1" : "0") + key, value));
        PipelineText result = this;
        for (Map.Entry<String, String> override : ordered.entrySet()) {
            result = result.with(override.getKey().substring(1), override.getValue());
        }
        return result;
    }

    private PipelineText with(String key, String value) {
        if (key.equals("seed")) {
            try {
                return new PipelineText(
                        name, method, summary, place, parts, evaluators, Long.parseLong(value.strip()), tensor);
            } catch (NumberFormatException e) {
                throw RepriseException.problem("'" + value + "' is no whole number")
                        .at(key)
                        .expected("a seed, for instance 7")
                        .because(e);
            }
        }
        if (SINGLE.containsKey(key)) {
            return replaced(key, value.strip());
        }
        if (key.equals("evaluators")) {
            Map<String, Integer> uses = new HashMap<>();
            List<Part> others = new ArrayList<>();
            for (String use : value.split(",", -1)) {
                if (!use.isBlank()) {
                    others.add(
                            named(new Part(Kind.EVALUATOR, "evaluators", use.strip(), "evaluators", Map.of()), uses));
                }
            }
            return new PipelineText(name, method, summary, place, parts, others, seed, tensor);
        }
        int dot = key.indexOf('.');
        if (dot > 0 && accepts(key)) {
            String part = key.substring(0, dot);
            String setting = key.substring(dot + 1);
            Part.Given given = new Part.Given(value, key);
            if (part.equals(TENSOR)) {
                Map<String, Part.Given> newTensor = new LinkedHashMap<>(tensor);
                newTensor.put(setting, given);
                return new PipelineText(name, method, summary, place, parts, evaluators, seed, newTensor);
            }
            Map<String, Part> newParts = new LinkedHashMap<>(parts);
            newParts.computeIfPresent(part, (same, old) -> old.with(setting, given));
            List<Part> newEvaluators = parts.containsKey(part)
                    ? evaluators
                    : evaluators.stream()
                            .map(old -> old.name().equals(part) ? old.with(setting, given) : old)
                            .toList();
            return new PipelineText(name, method, summary, place, newParts, newEvaluators, seed, tensor);
        }
        throw unknown(key);
    }

    private PipelineText replaced(String key, String use) {
        Map<String, Part> others = new LinkedHashMap<>(parts);
        if (!use.isEmpty()) {
            others.put(key, new Part(SINGLE.get(key), key, use, key, Map.of()));
        } else if (key.equals("data")) {
            throw RepriseException.problem("A pipeline must have a dataset").at(key);
        } else {
            others.remove(key);
        }
        return new PipelineText(name, method, summary, place, others, evaluators, seed, tensor);
    }

    private RepriseException unknown(String key) {
        List<String> keys = new ArrayList<>(List.of("seed", "evaluators"));
        keys.addAll(SINGLE.keySet());
        int dot = key.indexOf('.');
        if (dot < 0) {
            return RepriseException.problem("The pipeline '" + name + "' has no part '" + key + "'")
                    .at(key)
                    .expected("seed, " + String.join(", ", SINGLE.keySet()) + ", evaluators or PART.SETTING")
                    .hint(Nearest.names(key, keys).isEmpty() ? "" : Nearest.hint(key, keys));
        }
        List<String> named = new ArrayList<>(parts.keySet());
        named.add(TENSOR);
        evaluators.forEach(evaluator -> named.add(evaluator.name()));
        return RepriseException.problem("The pipeline '" + name + "' has no part '" + key.substring(0, dot) + "'")
                .at(key)
                .hint(Nearest.hint(key.substring(0, dot), named));
    }

    @Override
    public boolean accepts(String key) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return key.equals("seed") || key.equals("evaluators") || SINGLE.containsKey(key);
        }
        String part = key.substring(0, dot);
        return part.equals(TENSOR)
                || parts.containsKey(part)
                || evaluators.stream().anyMatch(evaluator -> evaluator.name().equals(part));
    }

    @Override
    public String toYaml() {
        Map<String, Object> root = new LinkedHashMap<>();
        if (!summary.isEmpty()) {
            root.put("summary", summary);
        }
        parts.forEach((key, part) -> root.put(key, plain(part)));
        if (!evaluators.isEmpty()) {
            root.put("evaluators", evaluators.stream().map(PipelineText::plain).toList());
        }
        root.put("seed", seed);
        if (!tensor.isEmpty()) {
            root.put(TENSOR, Part.values(tensor));
        }
        return Yaml.write(root);
    }

    private static Map<String, Object> plain(Part part) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("use", part.use());
        plain.putAll(part.values());
        return plain;
    }
}
