package io.reprise.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program that shows a page, which the operating system knows.
 *
 * @param command starts it, with the page behind; empty where there is none
 */
record Browser(List<String> command) {
    /** Copies the list. */
    Browser {
        command = List.copyOf(command);
    }

    static Browser ofThisMachine() {
        return of(System.getProperty("os.name"), System.getenv());
    }

    static Browser of(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return new Browser(List.of("open"));
        }
        if (name.startsWith("windows")) {
            return new Browser(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        // Without a display xdg-open would start a browser for terminals, in the middle of ours.
        boolean display = !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        return new Browser(display ? List.of("xdg-open") : List.of());
    }

    /** Shows the page; false if there is nothing to show it with. */
    boolean open(Path page) {
        if (command.isEmpty()) {
            return false;
        }
        List<String> call = new ArrayList<>(command);
        call.add(page.toAbsolutePath().toString());
        try {
            new ProcessBuilder(call)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
