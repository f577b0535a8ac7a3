package io.reprise.engine.internal.compose;

import io.reprise.api.Setting;
import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.pipeline.PipelineKeys;
import io.reprise.engine.settings.SettingInfo;
import io.reprise.engine.settings.SettingsReader;
import java.util.List;
import java.util.Map;

/**
 * When a run writes down how far it is: whenever one of the two is due. What a run finds does not depend on it, so what is not
 * given is not written into the run's own pipeline.
 */
public record CheckpointSettings(
        @Setting(
                value = "0",
                min = 0,
                unit = "steps",
                description = "a checkpoint after so many steps; 0 for none by steps")
        long every,

        @Setting(
                value = "60",
                min = 0,
                unit = "s",
                description = "a checkpoint at the first step after so many seconds; 0 for none by time")
        double seconds) {
    private static final SettingsReader<CheckpointSettings> READER = SettingsReader.of(CheckpointSettings.class);

    /**
     * The settings of a pipeline.
     *
     * @param given by key
     * @throws io.reprise.api.RepriseException if one is unknown or wrong
     */
    public static CheckpointSettings of(Map<String, Part.Given> given) {
        return READER.read(
                Part.values(given),
                key -> given.containsKey(key)
                        ? given.get(key).place()
                        : PipelineKeys.CHECKPOINTS + (key.isEmpty() ? "" : "." + key));
    }

    /** What could be given. */
    public static List<SettingInfo> infos() {
        return READER.settings();
    }
}
