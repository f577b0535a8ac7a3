package io.reprise.engine.internal.plugins;

import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.engine.PluginDetail;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Describes a plug-in for lists and forms. */
public final class Description {
    private Description() {}

    /** All about a plug-in, which is loaded for it. */
    public static PluginDetail of(Plugins.Installed plugin) {
        try (Plugins.Lease lease = plugin.lease()) {
            return Facts.blaming(plugin, "describing itself", () -> {
                SettingsReader<?> reader = Facts.reader(plugin.info().kind(), lease.factory());
                return new PluginDetail(plugin.info(), reader.settings(), contract(plugin, lease.factory(), reader));
            });
        }
    }

    private static Map<String, String> contract(Plugins.Installed plugin, Object factory, SettingsReader<?> reader) {
        Facts facts;
        try {
            facts = Facts.of(plugin.info().kind(), factory, reader.example());
        } catch (RuntimeException e) {
            // Without the user's settings it can't say what it fits with.
            return Map.of();
        }
        Map<String, String> contract = new LinkedHashMap<>();
        if (facts instanceof Facts.OfDataset dataset) {
            if (dataset.type() != Dataset.class) {
                contract.put("kind", dataset.type().getSimpleName());
            }
            put(contract, "columns", dataset.schema());
            put(contract, "actions", dataset.actions());
        } else if (facts instanceof Facts.OfModel model) {
            Signature signature = model.signature();
            put(contract, "inputs", signature.inputs());
            put(contract, "targets", signature.targets());
            put(contract, "outputs", signature.outputs());
            if (!signature.fixes().isEmpty()) {
                contract.put("fixes", String.join(", ", signature.fixes()));
            }
            contract.put("capabilities", names(capabilities(model.type())));
        } else if (facts instanceof Facts.OfUser user) {
            Requirements requirements = user.requirements();
            if (!requirements.model().isEmpty()) {
                contract.put("needs capabilities", names(requirements.model()));
            }
            if (requirements.dataset() != Dataset.class) {
                contract.put("needs dataset", requirements.dataset().getSimpleName());
            }
            put(contract, "needs columns", requirements.data());
            put(contract, "needs outputs", requirements.outputs());
        }
        return contract;
    }

    /** The capabilities of a model's class: the interfaces it has that extend {@link Model}; that itself if there are none. */
    public static Set<Class<?>> capabilities(Class<?> type) {
        Set<Class<?>> found = new java.util.LinkedHashSet<>();
        collect(type, found);
        if (found.size() > 1) {
            found.remove(Model.class);
        }
        return found;
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (type == null) {
            return;
        }
        if (type.isInterface() && Model.class.isAssignableFrom(type)) {
            found.add(type);
        }
        for (Class<?> parent : type.getInterfaces()) {
            collect(parent, found);
        }
        collect(type.getSuperclass(), found);
    }

    /** The names of capabilities, ordered. */
    public static String names(Collection<? extends Class<?>> capabilities) {
        return capabilities.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
    }

    private static void put(Map<String, String> contract, String name, Schema schema) {
        if (!schema.isEmpty()) {
            contract.put(name, schema.fields().stream().map(Description::line).collect(Collectors.joining("\n")));
        }
    }

    private static String line(Field field) {
        return field + (field.meaning().isEmpty() ? "" : "  " + field.meaning());
    }
}
