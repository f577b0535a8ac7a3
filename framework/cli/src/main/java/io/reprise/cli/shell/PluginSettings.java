package io.reprise.cli.shell;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.data.DatasetFactory;
import io.reprise.data.TransformFactory;
import io.reprise.engine.settings.SettingInfo;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.ModelFactory;
import io.reprise.model.TrainerFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The settings of plug-ins by kind and name, those of kits among them, which the catalog describes no method for.
 *
 * @param context sees the plug-ins' services
 */
record PluginSettings(BundleContext context) implements BiFunction<Kind, String, List<SettingInfo>> {
    @Override
    public List<SettingInfo> apply(Kind kind, String name) {
        ServiceReference<?>[] references;
        try {
            references =
                    context.getAllServiceReferences(type(kind).getName(), "(" + Plugin.PREFIX_ + "name=" + name + ")");
        } catch (InvalidSyntaxException e) {
            // The name is still being written.
            return List.of();
        }
        return references == null
                ? List.of()
                : Arrays.stream(references)
                        .sorted()
                        .findFirst()
                        .map(this::settings)
                        .orElse(List.of());
    }

    private List<SettingInfo> settings(ServiceReference<?> reference) {
        Object factory = context.getService(reference);
        try {
            return SettingsReader.of(record(factory)).settings();
        } finally {
            context.ungetService(reference);
        }
    }

    private static Class<?> type(Kind kind) {
        return switch (kind) {
            case DATASET -> DatasetFactory.class;
            case TRANSFORM -> TransformFactory.class;
            case MODEL -> ModelFactory.class;
            case TRAINER -> TrainerFactory.class;
            case EVALUATOR -> EvaluatorFactory.class;
        };
    }

    private static Class<? extends Record> record(Object factory) {
        if (factory instanceof DatasetFactory<?> datasets) {
            return datasets.settings();
        } else if (factory instanceof TransformFactory<?> transforms) {
            return transforms.settings();
        } else if (factory instanceof ModelFactory<?> models) {
            return models.settings();
        } else if (factory instanceof TrainerFactory<?> trainers) {
            return trainers.settings();
        }
        return ((EvaluatorFactory<?>) factory).settings();
    }
}
