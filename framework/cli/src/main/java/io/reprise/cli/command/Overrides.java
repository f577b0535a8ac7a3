package io.reprise.cli.command;

import io.reprise.api.RepriseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads settings as they are written on the command line. */
final class Overrides {
    private Overrides() {}

    /** Whether the argument is meant as a setting. */
    static boolean isOne(String argument) {
        return argument.indexOf('=') >= 0;
    }

    /**
     * Settings by key.
     *
     * @param arguments each {@code KEY=VALUE}
     * @throws RepriseException if one is not, or a key is given twice
     */
    static Map<String, String> parse(List<String> arguments) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? "" : argument.substring(0, equals).strip();
            if (key.isEmpty()) {
                throw RepriseException.problem("'" + argument + "' is not a setting")
                        .expected("KEY=VALUE, for instance trainer.steps=400 or seed=7")
                        .hint("'reprise check NAME' prints the settings that a pipeline has.");
            }
            if (overrides.put(key, argument.substring(equals + 1)) != null) {
                throw RepriseException.problem("The setting is given twice")
                        .at(key)
                        .expected("each setting once");
            }
        }
        return overrides;
    }
}
