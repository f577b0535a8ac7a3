package io.reprise.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

class OsgiTest {
    @TempDir
    Path folder;

    private Path distribution;

    @BeforeEach
    void makeDistribution() throws IOException {
        distribution = Files.createDirectories(folder.resolve("distribution"));
        Files.createDirectories(distribution.resolve("bundles/60"));
        Files.createDirectories(distribution.resolve("conf"));
        Files.writeString(
                distribution.resolve("conf/framework.properties"),
                "org.osgi.framework.startlevel.beginning=80\nfelix.log.level=0\nexample=from the file\n");
    }

    @Test
    void handsTheArgumentsToTheCommandAndReturnsItsStatus() throws IOException {
        bundle("60", "command.jar", Command.class);
        try (Osgi osgi = start(Map.of())) {
            assertThat(osgi.run(List.of("three", "little", "words"))).isEqualTo(3);
        }
    }

    @Test
    void startsNoBundleAboveTheBeginningLevel() throws IOException {
        Files.createDirectories(distribution.resolve("bundles/90"));
        bundle("90", "command.jar", Command.class);
        try (Osgi osgi = start(Map.of())) {
            assertThatThrownBy(() -> osgi.run(List.of()))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("The command line's bundle did not start");
        }
    }

    @Test
    void saysWhyTheCommandDidNotStart() throws IOException {
        bundle("60", "broken.jar", Broken.class);
        try (Osgi osgi = start(Map.of())) {
            assertThatThrownBy(() -> osgi.run(List.of()))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("io.reprise.launcher.test");
        }
    }

    @Test
    void prefersGivenPropertiesToThoseOfTheFile() {
        assertThat(Osgi.configuration(distribution, Map.of())).containsEntry("example", "from the file");
        assertThat(Osgi.configuration(distribution, Map.of("example", "given"))).containsEntry("example", "given");
    }

    @Test
    void namesTheConfigurationThatIsMissing() throws IOException {
        Path file = distribution.resolve("conf/framework.properties");
        Files.delete(file);
        assertThatThrownBy(() -> Osgi.configuration(distribution, Map.of()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(file.toString());
    }

    private Osgi start(Map<String, String> overrides) throws IOException {
        Map<String, String> configuration = Osgi.configuration(distribution, overrides);
        configuration.putAll(Osgi.folders(distribution, folder, Files.createTempDirectory(folder, "storage")));
        return Osgi.start(distribution, configuration);
    }

    /** Writes a bundle that consists of its activator. */
    private void bundle(String level, String name, Class<? extends BundleActivator> activator) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "io.reprise.launcher.test");
        headers.putValue("Bundle-Activator", activator.getName());
        headers.putValue("Import-Package", "org.osgi.framework");
        Path jar = distribution.resolve("bundles").resolve(level).resolve(name);
        String entry = activator.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = activator.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
    }

    /** Its status is the number of arguments. */
    public static final class Command implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            Function<String[], Integer> command = arguments -> arguments.length;
            context.registerService(Function.class, command, new Hashtable<>(Map.of("reprise.command", "main")));
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Does not start. */
    public static final class Broken implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void stop(BundleContext context) {}
    }
}
