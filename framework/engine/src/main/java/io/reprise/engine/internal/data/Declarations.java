package io.reprise.engine.internal.data;

import io.reprise.api.RepriseException;
import io.reprise.engine.DataSet;
import io.reprise.engine.internal.resources.Resources;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The data that started bundles declare. Read anew each time, since bundles come and go. */
final class Declarations {
    private static final String WHAT = "a declaration of data in YAML";

    private final Resources resources;

    Declarations(Resources resources) {
        this.resources = resources;
    }

    /** A file with the data that it belongs to. */
    record Declared(DataSet data, DataSet.File file) {
        String label() {
            return data.label(file);
        }
    }

    /** All that can be read, ordered by name; of two of one name the first, in the order of the bundles. */
    List<DataSet> list() {
        return read(problem -> {});
    }

    /** Why others cannot be read. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        read(problems::add);
        return problems;
    }

    private List<DataSet> read(Consumer<String> problems) {
        Map<String, DataSet> byName = new LinkedHashMap<>();
        Map<String, Set<String>> users = users();
        for (Resources.Resource resource : resources.data()) {
            try {
                YamlValue document = Yaml.parse(resource.text().get(), resource.place(), WHAT);
                DataSet data =
                        DataDeclaration.of(document, resource.name(), resource.method(), resource.bundle(), users);
                if (byName.putIfAbsent(data.name(), data) != null) {
                    problems.accept(resource.place() + ": There is data of the name '" + data.name() + "' already.");
                }
            } catch (RepriseException e) {
                // One broken file in one bundle must not hide the data of all others.
                problems.accept(e.getMessage());
            }
        }
        return byName.values().stream()
                .sorted(Comparator.comparing(DataSet::name))
                .toList();
    }

    /** The methods whose claims and pipelines have a text among their values, by that text. */
    private Map<String, Set<String>> users() {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        List<Resources.Resource> all = new ArrayList<>(resources.claims());
        all.addAll(resources.pipelines());
        for (Resources.Resource resource : all) {
            if (!resource.method().isEmpty()) {
                try {
                    YamlValue document = Yaml.parse(resource.text().get(), resource.place(), "YAML");
                    texts(
                            document,
                            text -> users.computeIfAbsent(text, key -> new TreeSet<>())
                                    .add(resource.method()));
                } catch (RepriseException e) {
                    // Whoever runs it is told.
                    continue;
                }
            }
        }
        return users;
    }

    private static void texts(YamlValue value, Consumer<String> each) {
        if (value instanceof YamlValue.Scalar scalar) {
            if (scalar.text() != null) {
                each.accept(scalar.text());
            }
        } else if (value instanceof YamlValue.Sequence sequence) {
            sequence.elements().forEach(element -> texts(element, each));
        } else if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().values().forEach(entry -> texts(entry, each));
        }
    }

    /**
     * The file that a path in the settings names: {@code FILE} or {@code NAME/FILE}.
     *
     * @throws RepriseException if several data have a file of that name
     */
    Optional<Declared> find(Path path) {
        if (path.isAbsolute() || path.getNameCount() > 2) {
            return Optional.empty();
        }
        List<Declared> found = all().stream()
                .filter(declared ->
                        declared.file().name().equals(path.getFileName().toString()))
                .filter(declared -> path.getNameCount() == 1
                        || declared.data().name().equals(path.getName(0).toString()))
                .toList();
        if (found.size() > 1) {
            throw RepriseException.problem("There is no such file here, and several data have one of the name")
                    .at(path.toString())
                    .expected(String.join(
                            " or ", found.stream().map(Declared::label).toList()));
        }
        return found.stream().findFirst();
    }

    /**
     * The files of these names, each once; see {@link io.reprise.engine.DataSets}.
     *
     * @throws RepriseException if one is unknown
     */
    List<Declared> named(List<String> names) {
        List<Declared> all = all();
        if (names.isEmpty()) {
            return all;
        }
        Set<Declared> named = new LinkedHashSet<>();
        for (String name : names) {
            List<Declared> found = all.stream()
                    .filter(declared -> name.equals(declared.data().name())
                            || name.equals(declared.label())
                            || name.equals(declared.file().name()))
                    .toList();
            if (found.isEmpty()) {
                throw unknown(name, all);
            }
            named.addAll(found);
        }
        return List.copyOf(named);
    }

    private RepriseException unknown(String name, List<Declared> all) {
        Set<String> known = new TreeSet<>();
        all.forEach(declared -> known.add(declared.data().name()));
        List<String> near = Nearest.names(name, known);
        all.forEach(declared -> known.add(declared.file().name()));
        return RepriseException.problem("No installed bundle declares data '" + name + "'")
                .hint((near.isEmpty() ? Nearest.hint(name, known) : Nearest.hint(name, near))
                        + " Data comes with the methods that use it: see 'reprise data list' and 'reprise list'.");
    }

    private List<Declared> all() {
        return list().stream()
                .flatMap(data -> data.files().stream().map(file -> new Declared(data, file)))
                .toList();
    }
}
