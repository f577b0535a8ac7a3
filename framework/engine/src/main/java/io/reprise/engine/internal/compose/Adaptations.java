package io.reprise.engine.internal.compose;

import io.reprise.api.Kind;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.TransformFactory;
import io.reprise.engine.internal.plugins.Facts;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.settings.SettingInfo;
import io.reprise.engine.settings.SettingsReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the installed transforms, at most two after each other, after which the parts of a pipeline fit. */
final class Adaptations {
    private static final int MOST = 3;

    private final Plugins plugins;
    private final Function<Plugins.Installed, String> use;
    private final Function<Schema, Optional<Field>> missing;

    /**
     * A search.
     *
     * @param use how a pipeline names a plug-in
     * @param missing a column that columns lack for all parts to fit; empty if they do
     */
    Adaptations(Plugins plugins, Function<Plugins.Installed, String> use, Function<Schema, Optional<Field>> missing) {
        this.plugins = plugins;
        this.use = use;
        this.missing = missing;
    }

    /**
     * Transforms as a pipeline has them.
     *
     * @param parts each as a map with {@code use} and its settings
     * @param columns those after them
     * @param missing a column that is still missing
     */
    private record Chain(List<Map<String, Object>> parts, Schema columns, Optional<Field> missing) {
        Chain with(Map<String, Object> part, Schema after, Optional<Field> stillMissing) {
            List<Map<String, Object>> further = new ArrayList<>(parts);
            further.add(part);
            return new Chain(further, after, stillMissing);
        }

        boolean fits() {
            return missing.isEmpty();
        }
    }

    /**
     * What would help, each as a list of transforms in YAML on one line; the shortest only.
     *
     * @param columns those there are
     * @param needed the column that is missing, or of another form
     */
    List<String> find(Schema columns, Field needed) {
        List<Chain> single = longer(new Chain(List.of(), columns, Optional.of(needed)));
        List<String> found = fitting(single);
        if (!found.isEmpty()) {
            return found;
        }
        List<Chain> pairs = new ArrayList<>();
        single.forEach(chain -> pairs.addAll(longer(chain)));
        return fitting(pairs);
    }

    private static List<String> fitting(List<Chain> chains) {
        return chains.stream()
                .filter(Chain::fits)
                .map(chain -> Yaml.line(chain.parts()))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private List<Chain> longer(Chain chain) {
        List<Chain> chains = new ArrayList<>();
        for (Plugins.Installed plugin : plugins.list(Kind.TRANSFORM)) {
            try (Plugins.Lease lease = plugin.lease()) {
                TransformFactory<?> factory = (TransformFactory<?>) lease.factory();
                for (Record settings :
                        Facts.adapting(factory, chain.columns(), chain.missing().orElseThrow())) {
                    longer(chain, plugin, factory, settings).ifPresent(chains::add);
                }
            } catch (RuntimeException | LinkageError e) {
                // A plug-in that cannot say how it would help is no help.
                continue;
            }
        }
        return chains;
    }

    private Optional<Chain> longer(
            Chain chain, Plugins.Installed plugin, TransformFactory<?> factory, Record settings) {
        Schema columns;
        try {
            columns = Facts.schemaAfter(factory, settings, chain.columns());
        } catch (RuntimeException e) {
            // Settings that were only a guess; others may do.
            return Optional.empty();
        }
        return Optional.of(chain.with(part(plugin, factory.settings(), settings), columns, missing.apply(columns)));
    }

    /** The part as one would write it: without the settings that have their defaults. */
    private <S extends Record> Map<String, Object> part(Plugins.Installed plugin, Class<S> type, Record settings) {
        SettingsReader<S> reader = SettingsReader.of(type);
        Map<String, Object> written = reader.write(type.cast(settings));
        Map<String, Object> defaults = reader.write(reader.example());
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("use", use.apply(plugin));
        for (SettingInfo setting : reader.settings()) {
            Object value = written.get(setting.name());
            if (setting.required() || !value.equals(defaults.get(setting.name()))) {
                part.put(setting.name(), value);
            }
        }
        return part;
    }
}
