package io.reprise.engine.internal.compose;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;
import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.settings.SettingInfo;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.tensor.TensorService;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How a run computes, whatever it computes: given in a pipeline under {@code tensor}, as an override, or for all runs as a
 * property of the framework, each as {@code tensor.KEY}. Nothing here changes what a run finds, but for rounding, so what is not
 * given is not written into the run's own pipeline. The executor is no property: it changes the last digits, so the pipeline of
 * the run has to tell of it.
 */
public record TensorSettings(
        @Setting(
                value = "75%",
                description = "the most memory that the run's tensors may take: bytes, with k, m, g or t behind, or a"
                        + " share of what the machine has for tensors")
        String memory,

        @Setting(
                value = TensorService.NATIVE,
                description = "what computes: native, the kernels of this machine, or nd4j, once that is installed")
        String executor) {
    /** The key in pipelines, and the beginning of the names of properties. */
    public static final String KEY = "tensor";

    private static final String EXECUTOR = "executor";

    private static final SettingsReader<TensorSettings> READER = SettingsReader.of(TensorSettings.class);

    /** Checks the amount. */
    public TensorSettings {
        MemoryAmount.parse("memory", memory);
    }

    /**
     * The settings of a pipeline.
     *
     * @param given by key
     * @throws RepriseException if one is unknown or wrong
     */
    public static TensorSettings of(Map<String, Part.Given> given) {
        return READER.read(
                Part.values(given),
                key -> given.containsKey(key) ? given.get(key).place() : KEY + (key.isEmpty() ? "" : "." + key));
    }

    /**
     * These settings, where those that a pipeline does not give are the framework's properties.
     *
     * @param given what the pipeline gives
     * @param properties the values of properties by name, null for none
     */
    public static TensorSettings of(Map<String, Part.Given> given, UnaryOperator<String> properties) {
        Map<String, Part.Given> all = new java.util.LinkedHashMap<>(given);
        READER.settings().stream()
                .filter(setting -> !setting.name().equals(EXECUTOR))
                .forEach(setting -> {
                    String name = KEY + "." + setting.name();
                    String value = properties.apply(name);
                    if (value != null && !value.isBlank()) {
                        all.putIfAbsent(setting.name(), new Part.Given(value, "-D" + name));
                    }
                });
        return of(all);
    }

    /** What could be given, with the executors that there are to choose from. */
    public static List<SettingInfo> infos(Collection<String> executors) {
        return READER.settings().stream()
                .map(setting -> setting.name().equals(EXECUTOR)
                        ? new SettingInfo(
                                setting.name(),
                                "choice",
                                setting.defaultValue(),
                                setting.range(),
                                List.copyOf(executors),
                                setting.unit(),
                                setting.description())
                        : setting)
                .toList();
    }

    /** Where the executor was given. */
    static String executorPlace(Map<String, Part.Given> given) {
        return given.containsKey(EXECUTOR) ? given.get(EXECUTOR).place() : KEY + "." + EXECUTOR;
    }

    /** The most bytes that the run's tensors may take on a machine that has so many. */
    public long budget(long machine) {
        return MemoryAmount.parse("memory", memory).of(machine);
    }
}
