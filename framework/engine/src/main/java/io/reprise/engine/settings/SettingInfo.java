package io.reprise.engine.settings;

import java.util.List;
import java.util.Optional;

/**
 * One setting, as lists and forms show it.
 *
 * @param name the key inside its part, for instance {@code layers}
 * @param type for instance {@code int}, {@code double}, {@code text}, {@code path}, {@code list of int}, or {@code choice}
 * @param defaultValue the default as one writes it; empty for a setting that must be given
 * @param range the values allowed, in words, for instance {@code at least 1}; empty for any
 * @param choices the words allowed; empty unless it is a choice
 * @param unit for instance {@code ms}; empty for a plain number
 * @param description one line
 */
public record SettingInfo(
        String name,
        String type,
        Optional<String> defaultValue,
        String range,
        List<String> choices,
        String unit,
        String description) {
    /** Copies the list. */
    public SettingInfo {
        choices = List.copyOf(choices);
    }

    /** Whether the user must give it. */
    public boolean required() {
        return defaultValue.isEmpty();
    }
}
