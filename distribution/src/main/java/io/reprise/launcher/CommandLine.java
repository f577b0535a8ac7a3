package io.reprise.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the launcher itself takes from the command line; the rest is the command's.
 *
 * @param home the folder that holds what is installed, runs and caches
 * @param properties framework and system properties, from {@code -Dkey=value}
 * @param command the other arguments, in their order
 */
record CommandLine(Path home, Map<String, String> properties, List<String> command) {
    private static final String HOME = "--home";

    /**
     * Takes out {@code --home FOLDER}, {@code --home=FOLDER} and {@code -Dkey=value}, up to an argument {@code --}.
     *
     * @param environment the value of {@code REPRISE_HOME}, or null
     * @param userHome where {@code .reprise} lies if nothing else is said
     */
    static CommandLine parse(List<String> arguments, String environment, String userHome) {
        String home = environment == null || environment.isEmpty() ? userHome + "/.reprise" : environment;
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> command = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                command.addAll(arguments.subList(i, arguments.size()));
                break;
            } else if (argument.equals(HOME)) {
                if (++i == arguments.size()) {
                    throw new LaunchException("--home needs a folder. Expected: --home FOLDER.");
                }
                home = arguments.get(i);
            } else if (argument.startsWith(HOME + "=")) {
                home = argument.substring(HOME.length() + 1);
            } else if (argument.startsWith("-D") && argument.indexOf('=') > 2) {
                int equals = argument.indexOf('=');
                properties.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else {
                command.add(argument);
            }
        }
        return new CommandLine(folder(home), Map.copyOf(properties), List.copyOf(command));
    }

    private static Path folder(String name) {
        try {
            return Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new LaunchException(
                    name + ": This is no folder name (" + e.getReason() + "). Expected: --home FOLDER.", e);
        }
    }
}
