package io.reprise.engine.internal.install;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.repository.XMLResourceGenerator;
import aQute.bnd.osgi.resource.ResourceBuilder;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.osgi.resource.Resource;

/** A folder of bundles made of the sample classes, with an index. */
final class TestRepository {
    private static final String SAMPLES = "io.reprise.engine.internal.install.samples.";

    private final Path folder;

    TestRepository(Path folder) {
        this.folder = folder;
    }

    /** The kit, at a version. */
    TestRepository kit(String version, String... headers) throws Exception {
        return bundle("test.kit", version, "Export-Package", SAMPLES + "kit;version=" + version, headers);
    }

    /** The method {@code alpha}, which needs the kit. */
    TestRepository alpha(String version, String... headers) throws Exception {
        return method("alpha", version, headers);
    }

    /** The method {@code beta}, which needs the kit. */
    TestRepository beta(String version, String... headers) throws Exception {
        return method("beta", version, headers);
    }

    /** The method {@code needy}, one of whose components lacks a service. */
    TestRepository needy() throws Exception {
        return method("needy", "1.0.0");
    }

    /** A method made of the package of its name. */
    TestRepository method(String name, String version, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "Provide-Capability",
                "reprise.method;reprise.method=" + name + ";title='Paper of " + name + "';family=test;"
                        + "summary='What " + name + " does';source='arXiv:0000.00000'"));
        all.addAll(Arrays.asList(headers));
        return bundle("test." + name, version, "Private-Package", SAMPLES + name, all.toArray(String[]::new));
    }

    /** The extension {@code gear}, which does not work without its fragment for this platform. */
    TestRepository gear() throws Exception {
        bundle(
                "test.gear",
                "1.0.0",
                "Private-Package",
                SAMPLES + "kit",
                "Provide-Capability",
                "reprise.extension;reprise.extension=gear",
                "Require-Capability",
                "test.natives;filter:='(test.natives=gear)'");
        return bundle(
                "test.gear.natives",
                "1.0.0",
                "Private-Package",
                SAMPLES + "kit",
                "Fragment-Host",
                "test.gear",
                "Provide-Capability",
                "test.natives;test.natives=gear");
    }

    private TestRepository bundle(String name, String version, String header, String content, String... headers)
            throws Exception {
        try (Builder builder = new Builder()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (entry.endsWith("test-classes") || entry.contains("reprise-api") || entry.contains("api/target")) {
                    builder.addClasspath(new File(entry));
                }
            }
            builder.setProperty("Bundle-SymbolicName", name);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty(header, content);
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-fixupmessages", ".*;is:=ignore");
            for (int i = 0; i < headers.length; i += 2) {
                builder.setProperty(headers[i], headers[i + 1]);
            }
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                jar.write(jar(name, version).toFile());
            }
        }
        return this;
    }

    Path jar(String name, String version) {
        return folder.resolve(name + "-" + version + ".jar");
    }

    /** Writes the index of what lies in the folder now. */
    Path index() throws Exception {
        List<Resource> resources = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                // By hand, because bnd remembers files by their time, and tests are faster than that.
                ResourceBuilder resource = new ResourceBuilder();
                resource.addManifest(Domain.domain(file.toFile()));
                resource.addContentCapability(
                        URI.create(file.getFileName().toString()),
                        sha256(file).toUpperCase(Locale.ROOT),
                        Files.size(file),
                        "application/vnd.osgi.bundle");
                resources.add(resource.build());
            }
        }
        Path index = folder.resolve("index.xml");
        new XMLResourceGenerator().resources(resources).save(index.toFile());
        return index;
    }

    /** The SHA-256 of a file in hexadecimal. */
    static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
