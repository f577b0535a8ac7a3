package io.reprise.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Answers {@code --version} at once; for anything else starts the framework and hands the arguments to its command. */
public final class Main {
    private static final int WRONG_REQUEST = 2;

    private Main() {}

    /**
     * Runs one command, and ends the process with its exit status.
     *
     * @param arguments see {@link CommandLine}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            CommandLine line =
                    CommandLine.parse(arguments, System.getenv("REPRISE_HOME"), System.getProperty("user.home"));
            if (line.command().equals(List.of("--version")) || line.command().equals(List.of("-V"))) {
                System.out.println("reprise " + Main.class.getPackage().getImplementationVersion());
                return 0;
            }
            return launch(line);
        } catch (LaunchException e) {
            System.err.println("reprise: " + e.getMessage());
            if (arguments.contains("--debug") && e.getCause() != null) {
                e.getCause().printStackTrace();
            }
            return WRONG_REQUEST;
        }
    }

    private static int launch(CommandLine line) {
        Path distribution = distribution();
        Home home = Home.open(line.home());
        home.turnOverLog();
        setUp(distribution, home);
        line.properties().forEach(System::setProperty);
        VectorModule.load();

        Map<String, String> configuration = Osgi.configuration(distribution, line.properties());
        configuration.putAll(Osgi.folders(distribution, home.folder(), home.storage()));
        try (Osgi osgi = Osgi.start(distribution, configuration)) {
            return osgi.run(line.command());
        }
    }

    /** Tells libraries what they ask system properties for; what the user has set stays. */
    private static void setUp(Path distribution, Home home) {
        Properties system = System.getProperties();
        Path logging = distribution.resolve("conf/logback.xml");
        if (Files.exists(logging)) {
            system.putIfAbsent(Logging.CONFIGURATION, logging.toString());
        }
        system.putIfAbsent(
                Logging.FILE, home.folder().resolve("log/reprise.log").toString());
        // JavaCPP: where it unpacks libraries, and that it need not ask for the size of the process at every
        // allocation.
        system.putIfAbsent(
                "org.bytedeco.javacpp.cachedir", home.folder().resolve("native").toString());
        system.putIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    /** The folder that {@code lib/reprise-launcher.jar} lies in. */
    private static Path distribution() {
        try {
            return Path.of(Main.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
