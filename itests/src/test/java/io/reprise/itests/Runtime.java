package io.reprise.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.url;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.ops4j.pax.exam.Option;

/** The runtime as the launcher starts it, in the JVM of a test: the same bundles at the same start levels. */
final class Runtime {
    private static final String EXTRA_PACKAGES = "org.osgi.framework.system.packages.extra";
    private static final int LAST_LEVEL = 80;

    private Runtime() {}

    /** The distribution's runtime with a home folder, and what the tests themselves need. */
    static Option[] with(Path home) {
        try {
            List<Option> options = new ArrayList<>(List.of(
                    frameworkProperty("reprise.distribution")
                            .value(Folders.distribution().toString()),
                    frameworkProperty("reprise.home").value(home.toString()),
                    frameworkProperty("felix.log.level").value("1"),
                    frameworkStartLevel(LAST_LEVEL),
                    systemPackages(extraPackages()),
                    junitBundles(),
                    jarOf(Assertions.class),
                    jarOf(ByteBuddy.class)));
            for (Path level : Folders.list(Folders.distribution().resolve("bundles"))) {
                int number = Integer.parseInt(level.getFileName().toString());
                if (number <= LAST_LEVEL) {
                    for (Path jar : Folders.list(level)) {
                        options.add(
                                isFragment(jar)
                                        ? url(reference(jar)).startLevel(number).noStart()
                                        : bundle(reference(jar)).startLevel(number));
                    }
                }
            }
            return new Option[] {composite(options.toArray(Option[]::new))};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address to install a jar from where it lies. */
    static String reference(Path jar) {
        return "reference:" + jar.toUri();
    }

    static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        }
    }

    /** As the distribution's configuration names them; its logging is on the class path of the tests as well. */
    private static String[] extraPackages() throws IOException {
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(Folders.distribution().resolve("conf/framework.properties"))) {
            configuration.load(reader);
        }
        // A comma inside quotes does not end a package.
        return configuration.getProperty(EXTRA_PACKAGES).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)\\s*");
    }

    private static Option jarOf(Class<?> type) {
        try {
            return bundle(reference(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
