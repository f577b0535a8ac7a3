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
import java.util.stream.Stream;

/** A pipeline as its author wrote it, and overrides. */
public final class PipelineText implements Pipeline {
    private static final String VARIABLE = PipelineKeys.VARIABLES + ".";

    private final Origin origin;
    private final Map<String, String> overrides;
    private final Parts parts;

    /**
     * What was read.
     *
     * @param document with all that it includes, its variables not yet replaced
     * @param methods the methods in whose bundles it is written, by file
     */
    private record Origin(String name, String method, YamlValue.Mapping document, Map<String, String> methods) {}

    /**
     * What it says.
     *
     * @param single the dataset and the model, by key
     * @param lists the transforms, trainers and evaluators, by key
     * @param maps settings that no plug-in has, by key
     */
    private record Parts(
            String summary,
            Map<String, Part> single,
            Map<String, List<Part>> lists,
            long seed,
            Map<String, Map<String, Part.Given>> maps) {
        Parts {
            single = Collections.unmodifiableMap(new LinkedHashMap<>(single));
            lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
            maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        }

        Parts withSeed(long other) {
            return new Parts(summary, single, lists, other, maps);
        }

        Parts withSingle(String key, Part part) {
            Map<String, Part> others = new LinkedHashMap<>(single);
            if (part == null) {
                others.remove(key);
            } else {
                others.put(key, part);
            }
            return new Parts(summary, others, lists, seed, maps);
        }

        Parts withList(String key, List<Part> list) {
            Map<String, List<Part>> others = new LinkedHashMap<>(lists);
            others.put(key, List.copyOf(list));
            return new Parts(summary, single, others, seed, maps);
        }

        Parts withMap(String key, Map<String, Part.Given> map) {
            Map<String, Map<String, Part.Given>> others = new LinkedHashMap<>(maps);
            others.put(key, Collections.unmodifiableMap(map));
            return new Parts(summary, single, lists, seed, others);
        }

        Stream<Part> all() {
            return Stream.concat(
                    single.values().stream(), lists.values().stream().flatMap(List::stream));
        }
    }

    private PipelineText(Origin origin, Map<String, String> overrides, Parts parts) {
        this.origin = origin;
        this.overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
        this.parts = parts;
    }

    /**
     * The pipeline in a YAML document that includes no other.
     *
     * @param name what to call it
     * @param method the method whose bundle it comes from; empty for a user's own
     * @throws RepriseException if it is no pipeline, with line and column
     */
    public static PipelineText of(YamlValue document, String name, String method) {
        return of(document, name, method, Includes.Source.NONE);
    }

    /**
     * The pipeline in a YAML document.
     *
     * @param included finds the pipelines that it includes
     */
    static PipelineText of(YamlValue document, String name, String method, Includes.Source included) {
        Includes includes = new Includes(included);
        YamlValue.Mapping whole = includes.resolve(new Includes.Document(document.mapping(name), method));
        return of(new Origin(name, method, whole, includes.methods()), Map.of());
    }

    private static PipelineText of(Origin origin, Map<String, String> variables) {
        YamlValue.Mapping document = origin.document();
        YamlValue.Mapping given = document.has(PipelineKeys.VARIABLES)
                ? document.get(PipelineKeys.VARIABLES).mapping(PipelineKeys.VARIABLES)
                : new YamlValue.Mapping(document.at(), Map.of(), Map.of());
        Map<String, YamlValue> rest = new LinkedHashMap<>(document.entries());
        rest.remove(PipelineKeys.VARIABLES);
        YamlValue.Mapping root = (YamlValue.Mapping)
                Variables.of(given, variables).in(new YamlValue.Mapping(document.at(), rest, document.keys()));
        Map<String, String> overrides = new LinkedHashMap<>();
        variables.forEach((name, value) -> overrides.put(VARIABLE + name, value));
        return new PipelineText(origin, overrides, new Reading(origin.methods()).parts(root));
    }

    /** Reads the parts of a document. */
    private static final class Reading {
        private final Map<String, String> methods;
        private final Names names = new Names();

        Reading(Map<String, String> methods) {
            this.methods = methods;
        }

        Parts parts(YamlValue.Mapping root) {
            root.get(PipelineKeys.DATA);
            Map<String, Part> single = new LinkedHashMap<>();
            Map<String, List<Part>> lists = new LinkedHashMap<>();
            PipelineKeys.SINGLE.forEach((key, kind) -> {
                if (root.has(key)) {
                    Part part = part(kind, key, root.get(key));
                    if (kind == Kind.TRAINER) {
                        lists.put(PipelineKeys.TRAINERS, List.of(part));
                    } else {
                        single.put(key, part);
                    }
                }
            });
            if (root.has(PipelineKeys.TRAINER) && root.has(PipelineKeys.TRAINERS)) {
                throw RepriseException.problem("Both 'trainer' and 'trainers' are given")
                        .at(root.keys().get(PipelineKeys.TRAINERS).toString())
                        .expected("trainer for one, or trainers for several");
            }
            PipelineKeys.LISTS.forEach((key, kind) -> {
                if (root.has(key)) {
                    List<Part> list = new ArrayList<>();
                    for (YamlValue element : root.get(key).list(key)) {
                        list.add(names.named(part(kind, key, element)));
                    }
                    lists.put(key, List.copyOf(list));
                }
            });
            Map<String, Map<String, Part.Given>> maps = new LinkedHashMap<>();
            for (String key : PipelineKeys.MAPS) {
                if (root.has(key)) {
                    maps.put(key, map(key, root.get(key)));
                }
            }
            return new Parts(
                    root.text(PipelineKeys.SUMMARY, ""),
                    single,
                    lists,
                    root.has(PipelineKeys.SEED) ? root.get(PipelineKeys.SEED).whole(PipelineKeys.SEED) : 0,
                    maps);
        }

        private static Map<String, Part.Given> map(String name, YamlValue value) {
            YamlValue.Mapping mapping = value.mapping(name);
            Map<String, Part.Given> given = new LinkedHashMap<>();
            mapping.entries()
                    .forEach((key, each) -> given.put(
                            key, new Part.Given(each.plain(), mapping.keys().get(key) + ": " + name + "." + key)));
            return Collections.unmodifiableMap(given);
        }

        private Part part(Kind kind, String name, YamlValue value) {
            if (!(value instanceof YamlValue.Mapping mapping)) {
                throw value.unexpected(name, "a plug-in with its settings, for instance {use: NAME}");
            }
            if (!mapping.has(PipelineKeys.USE)) {
                throw RepriseException.problem("The key '" + name + "' names no plug-in")
                        .at(mapping.at().toString())
                        .expected("{use: NAME} with the settings beside it");
            }
            YamlValue use = mapping.get(PipelineKeys.USE);
            Map<String, Part.Given> settings = new LinkedHashMap<>();
            mapping.entries().forEach((key, given) -> {
                if (!key.equals(PipelineKeys.USE)) {
                    settings.put(
                            key, new Part.Given(given.plain(), mapping.keys().get(key) + ": " + name + "." + key));
                }
            });
            Optional<Part.Given> every = kind == Kind.EVALUATOR
                    ? Optional.ofNullable(settings.remove(PipelineKeys.EVERY))
                    : Optional.empty();
            return new Part(
                    kind,
                    name,
                    use.text(name + "." + PipelineKeys.USE),
                    use.at() + ": " + name,
                    settings,
                    every,
                    methods.getOrDefault(use.at().file(), ""));
        }
    }

    /** Names for the elements of lists: as the plug-in is called, or {@code trainer}; with a number behind the second and later ones. */
    private static final class Names {
        private final Map<String, Integer> uses = new HashMap<>();

        Part named(Part part) {
            String plain = part.kind() == Kind.TRAINER
                    ? PipelineKeys.TRAINER
                    : part.use().substring(part.use().lastIndexOf('/') + 1);
            int number = uses.merge(plain, 1, Integer::sum);
            String name = number == 1 ? plain : plain + "-" + number;
            Map<String, Part.Given> settings = new LinkedHashMap<>();
            part.settings().forEach((key, given) -> settings.put(key, renamed(given, part.name(), name)));
            return new Part(
                    part.kind(),
                    name,
                    part.use(),
                    part.place().replaceFirst(part.name() + "$", name),
                    settings,
                    part.every().map(given -> renamed(given, part.name(), name)),
                    part.method());
        }

        private static Part.Given renamed(Part.Given given, String from, String to) {
            return new Part.Given(given.value(), given.place().replace(": " + from + ".", ": " + to + "."));
        }

        /** The names of these parts are taken. */
        void take(List<Part> named) {
            named.forEach(part -> uses.merge(part.name(), 1, Integer::sum));
        }
    }

    @Override
    public String name() {
        return origin.name();
    }

    /** The method whose bundle it comes from; empty for a user's own. */
    public String method() {
        return origin.method();
    }

    @Override
    public String summary() {
        return parts.summary();
    }

    @Override
    public long seed() {
        return parts.seed();
    }

    /** The file it was read from. */
    public String place() {
        return origin.document().at().file();
    }

    /** The dataset. */
    public Part data() {
        return parts.single().get(PipelineKeys.DATA);
    }

    /** The transforms, each with a name of its own. */
    public List<Part> transforms() {
        return list(PipelineKeys.TRANSFORMS);
    }

    /** The model, if it has one. */
    public Optional<Part> model() {
        return Optional.ofNullable(parts.single().get(PipelineKeys.MODEL));
    }

    /** The trainers, each with a name of its own. */
    public List<Part> trainers() {
        return list(PipelineKeys.TRAINERS);
    }

    /** The evaluators, each with a name of its own. */
    public List<Part> evaluators() {
        return list(PipelineKeys.EVALUATORS);
    }

    private List<Part> list(String key) {
        return parts.lists().getOrDefault(key, List.of());
    }

    /** How the run computes, as far as it is given, by key. */
    public Map<String, Part.Given> tensor() {
        return parts.maps().getOrDefault(PipelineKeys.TENSOR, Map.of());
    }

    /** When the run writes down how far it is, as far as it is given, by key. */
    public Map<String, Part.Given> checkpoints() {
        return parts.maps().getOrDefault(PipelineKeys.CHECKPOINTS, Map.of());
    }

    @Override
    public PipelineText with(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        // What was overridden before keeps its order; the same key counts once, as given last.
        given.keySet().forEach(all::remove);
        all.putAll(given);
        Map<String, String> variables = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(VARIABLE)) {
                variables.put(key.substring(VARIABLE.length()), value);
            }
        });
        if (variables.isEmpty()) {
            return new PipelineText(origin, all, overridden(parts, given));
        }
        overrides.forEach((key, value) -> {
            if (key.startsWith(VARIABLE)) {
                variables.putIfAbsent(key.substring(VARIABLE.length()), value);
            }
        });
        Map<String, String> others = new LinkedHashMap<>(all);
        others.keySet().removeIf(key -> key.startsWith(VARIABLE));
        PipelineText fresh = of(origin, variables);
        return new PipelineText(origin, all, fresh.overridden(fresh.parts, others));
    }

    private Parts overridden(Parts before, Map<String, String> given) {
        // Whole parts first, whatever the order: another plug-in brings its own settings.
        Map<String, String> ordered = new TreeMap<>();
        given.forEach((key, value) -> ordered.put((key.contains(".") ? "1" : "0") + key, value));
        Parts result = before;
        for (Map.Entry<String, String> override : ordered.entrySet()) {
            result = overridden(result, override.getKey().substring(1), override.getValue());
        }
        return result;
    }

    private Parts overridden(Parts before, String key, String value) {
        if (key.equals(PipelineKeys.SEED)) {
            try {
                return before.withSeed(Long.parseLong(value.strip()));
            } catch (NumberFormatException e) {
                throw RepriseException.problem("'" + value + "' is no whole number")
                        .at(key)
                        .expected("a seed, for instance 7")
                        .because(e);
            }
        }
        if (PipelineKeys.SINGLE.containsKey(key)) {
            return replaced(before, key, value.strip());
        }
        if (PipelineKeys.LISTS.containsKey(key)) {
            return replacedList(before, key, value);
        }
        int dot = key.indexOf('.');
        if (dot > 0) {
            String part = key.substring(0, dot);
            String setting = key.substring(dot + 1);
            Part.Given given = new Part.Given(value, key);
            if (PipelineKeys.MAPS.contains(part)) {
                Map<String, Part.Given> map = new LinkedHashMap<>(before.maps().getOrDefault(part, Map.of()));
                map.put(setting, given);
                return before.withMap(part, map);
            }
            if (before.single().containsKey(part)) {
                return before.withSingle(part, before.single().get(part).with(setting, given));
            }
            for (Map.Entry<String, List<Part>> list : before.lists().entrySet()) {
                if (list.getValue().stream().anyMatch(each -> each.name().equals(part))) {
                    return before.withList(
                            list.getKey(),
                            list.getValue().stream()
                                    .map(old -> old.name().equals(part) ? old.with(setting, given) : old)
                                    .toList());
                }
            }
        }
        throw unknown(before, key);
    }

    private static Parts replaced(Parts before, String key, String use) {
        if (use.isEmpty() && key.equals(PipelineKeys.DATA)) {
            throw RepriseException.problem("A pipeline must have a dataset").at(key);
        }
        Part part = use.isEmpty() ? null : new Part(PipelineKeys.SINGLE.get(key), key, use, key);
        return key.equals(PipelineKeys.TRAINER)
                ? before.withList(PipelineKeys.TRAINERS, part == null ? List.of() : List.of(part))
                : before.withSingle(key, part);
    }

    private static Parts replacedList(Parts before, String key, String value) {
        Names names = new Names();
        before.lists().forEach((other, parts) -> {
            if (!other.equals(key)) {
                names.take(parts);
            }
        });
        List<Part> others = new ArrayList<>();
        for (String use : value.split(",", -1)) {
            if (!use.isBlank()) {
                others.add(names.named(new Part(PipelineKeys.LISTS.get(key), key, use.strip(), key)));
            }
        }
        return before.withList(key, others);
    }

    private RepriseException unknown(Parts now, String key) {
        List<String> keys = new ArrayList<>(List.of(PipelineKeys.SEED));
        keys.addAll(PipelineKeys.SINGLE.keySet());
        keys.addAll(PipelineKeys.LISTS.keySet());
        int dot = key.indexOf('.');
        if (dot < 0) {
            return RepriseException.problem("The pipeline '" + name() + "' has no part '" + key + "'")
                    .at(key)
                    .expected(String.join(", ", keys) + " or PART.SETTING")
                    .hint(Nearest.names(key, keys).isEmpty() ? "" : Nearest.hint(key, keys));
        }
        List<String> named = new ArrayList<>(now.all().map(Part::name).toList());
        named.addAll(PipelineKeys.MAPS);
        return RepriseException.problem("The pipeline '" + name() + "' has no part '" + key.substring(0, dot) + "'")
                .at(key)
                .hint(Nearest.hint(key.substring(0, dot), named));
    }

    @Override
    public boolean accepts(String key) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return key.equals(PipelineKeys.SEED)
                    || PipelineKeys.SINGLE.containsKey(key)
                    || PipelineKeys.LISTS.containsKey(key);
        }
        String part = key.substring(0, dot);
        if (part.equals(PipelineKeys.VARIABLES)) {
            return origin.document().has(part)
                    && origin.document().get(part).mapping(part).has(key.substring(dot + 1));
        }
        return PipelineKeys.MAPS.contains(part)
                || parts.all().anyMatch(each -> each.name().equals(part));
    }

    @Override
    public String toYaml() {
        Map<String, Object> root = new LinkedHashMap<>();
        if (!parts.summary().isEmpty()) {
            root.put(PipelineKeys.SUMMARY, parts.summary());
        }
        root.put(PipelineKeys.DATA, plain(data()));
        put(root, PipelineKeys.TRANSFORMS);
        model().ifPresent(part -> root.put(PipelineKeys.MODEL, plain(part)));
        if (trainers().size() == 1) {
            root.put(PipelineKeys.TRAINER, plain(trainers().get(0)));
        } else {
            put(root, PipelineKeys.TRAINERS);
        }
        put(root, PipelineKeys.EVALUATORS);
        root.put(PipelineKeys.SEED, seed());
        parts.maps().forEach((key, map) -> {
            if (!map.isEmpty()) {
                root.put(key, Part.values(map));
            }
        });
        return Yaml.write(root);
    }

    private void put(Map<String, Object> root, String key) {
        if (!list(key).isEmpty()) {
            root.put(key, list(key).stream().map(PipelineText::plain).toList());
        }
    }

    private static Map<String, Object> plain(Part part) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put(PipelineKeys.USE, part.use());
        part.every().ifPresent(every -> plain.put(PipelineKeys.EVERY, every.value()));
        plain.putAll(part.values());
        return plain;
    }
}
