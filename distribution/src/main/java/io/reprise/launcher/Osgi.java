package io.reprise.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.LoggerFactory;

/** The framework with the distribution's bundles, each started at the level that its folder {@code bundles/NN} names. */
final class Osgi implements AutoCloseable {
    private static final String HOME = "reprise.home";
    private static final String COMMAND = "(reprise.command=main)";

    private final Framework framework;
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    private Osgi(Framework framework) {
        this.framework = framework;
    }

    /** The properties of {@code conf/framework.properties}, and over them those given. */
    static Map<String, String> configuration(Path distribution, Map<String, String> overrides) {
        Path file = distribution.resolve("conf/framework.properties");
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException(file + ": The distribution's configuration cannot be read. Unpack it again.", e);
        }
        Map<String, String> configuration = new HashMap<>();
        read.stringPropertyNames().forEach(key -> configuration.put(key, read.getProperty(key)));
        configuration.putAll(overrides);
        return configuration;
    }

    /** Starts all bundles that belong to the framework's beginning start level. */
    static Osgi start(Path distribution, Map<String, String> configuration) {
        Osgi osgi = new Osgi(new FrameworkFactory().newFramework(configuration));
        try {
            osgi.framework.init();
            BundleContext context = osgi.framework.getBundleContext();
            context.addFrameworkListener(event -> {
                if (event.getType() == FrameworkEvent.ERROR) {
                    osgi.failures.add(event.getThrowable());
                    LoggerFactory.getLogger(Osgi.class)
                            .error("{} does not start", event.getBundle(), event.getThrowable());
                }
            });
            for (Path level : list(distribution.resolve("bundles"), "[0-9][0-9]")) {
                int number = Integer.parseInt(level.getFileName().toString());
                for (Path jar : list(level, "*.jar")) {
                    install(context, jar, number);
                }
            }
            osgi.framework.start();
            return osgi;
        } catch (BundleException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException disk) {
                    throw Home.unusable(Path.of(configuration.get(HOME)), disk);
                }
            }
            throw new LaunchException(
                    distribution + ": The runtime does not start: " + e.getMessage()
                            + ". Unpack the distribution again.",
                    e);
        }
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    int run(List<String> arguments) {
        BundleContext context = framework.getBundleContext();
        try {
            for (ServiceReference<?> reference : context.getServiceReferences(Function.class, COMMAND)) {
                @SuppressWarnings("unchecked") // what the property promises
                Function<String[], Integer> command = (Function<String[], Integer>) context.getService(reference);
                if (command != null) {
                    return command.apply(arguments.toArray(String[]::new));
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        String reason = failures.isEmpty() ? "" : " (" + failures.get(0).getMessage() + ")";
        throw new LaunchException(
                "The command line's bundle did not start" + reason + ". Unpack the distribution again.");
    }

    /** Stops the framework and waits for it. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(10_000);
        } catch (BundleException e) {
            LoggerFactory.getLogger(Osgi.class).warn("The framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void install(BundleContext context, Path jar, int level) throws BundleException {
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
            bundle.start();
        }
    }

    private static List<Path> list(Path folder, String names) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, names)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            throw new LaunchException(folder + ": This folder of the distribution cannot be read. Unpack it again.", e);
        }
        Collections.sort(found);
        return found;
    }

    /** What the framework is told of the folders, beside its configuration. */
    static Map<String, String> folders(Path distribution, Path home, Path storage) {
        return Map.of(
                "reprise.distribution",
                distribution.toString(),
                HOME,
                home.toString(),
                Constants.FRAMEWORK_STORAGE,
                storage.toString());
    }
}
