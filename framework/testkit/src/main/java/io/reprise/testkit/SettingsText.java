package io.reprise.testkit;

import io.reprise.engine.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Settings written as between the braces of a pipeline, read as the engine reads them. */
final class SettingsText {
    private SettingsText() {}

    /** The values by key. */
    static Map<String, Object> values(String text) {
        Object values = new Load(LoadSettings.builder().build()).loadFromString("{" + text + "}");
        Map<String, Object> byKey = new LinkedHashMap<>();
        ((Map<?, ?>) values).forEach((key, value) -> byKey.put(key.toString(), value));
        return byKey;
    }

    /** The record of settings with these values and the defaults. */
    static <S extends Record> S read(Class<S> type, Map<String, ?> values) {
        return SettingsReader.of(type).read(values);
    }

    /** The values of a record of settings. */
    static <S extends Record> Map<String, Object> write(Class<S> type, S settings) {
        return SettingsReader.of(type).write(settings);
    }
}
