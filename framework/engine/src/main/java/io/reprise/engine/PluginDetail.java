package io.reprise.engine;

import io.reprise.engine.settings.SettingInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a plug-in.
 *
 * @param plugin its entry in the list
 * @param settings its settings, in the order of the record
 * @param contract what it fits with, as short texts in the order to print them: {@code columns} and {@code actions} of a
 *     dataset; {@code inputs}, {@code targets}, {@code outputs}, {@code fixes} and {@code capabilities} of a model;
 *     {@code needs capabilities}, {@code needs dataset}, {@code needs columns} and {@code needs outputs} of a trainer or
 *     evaluator. With the settings' defaults; without entries that depend on settings that have none
 */
public record PluginDetail(PluginInfo plugin, List<SettingInfo> settings, Map<String, String> contract) {
    /** Copies list and map, keeping the order. */
    public PluginDetail {
        settings = List.copyOf(settings);
        contract = Collections.unmodifiableMap(new LinkedHashMap<>(contract));
    }
}
