package io.reprise.blas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;

/** The bundle and the fragment as built, in a framework of their own; a JVM loads native libraries once, so all share it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlasBundleIT {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;

    private Path storage;
    private Framework framework;
    private Bundle blas;

    @BeforeAll
    void startBundle(@TempDir Path folder) throws Exception {
        storage = folder;
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", storage.toString()));
        framework.start();
        BundleContext context = framework.getBundleContext();
        blas = context.installBundle(
                "reference:" + builtFile("reprise.blas.bundle").toURI());
        context.installBundle("reference:" + builtFile("reprise.blas.natives").toURI());
        blas.start();
    }

    @AfterAll
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void multipliesMatrices() throws Exception {
        // [1 2 3; 4 5 6] [7 8; 9 10; 11 12]
        assertThat(product2x3times3x2()).containsExactly(58, 64, 139, 154);
    }

    @Test
    void copiesNothingLargeIntoTheStorageOfTheFramework() throws Exception {
        product2x3times3x2();

        try (Stream<Path> files = Files.walk(storage)) {
            assertThat(files).isNotEmpty().allMatch(file -> file.toFile().length() < 100_000);
        }
    }

    /** JavaCPP unpacks a library again when the time or the size differs from the entry's. */
    @Test
    void keepsTheTimesOfUnpackedLibrariesSoThatTheNextStartFindsThem() throws Exception {
        product2x3times3x2();

        List<JarEntry> libraries = librariesOfTheFragment();
        Path cache = Path.of(System.getProperty("org.bytedeco.javacpp.cachedir"));
        for (String name : List.of("jnijavacpp", "jniopenblas_nolapack")) {
            JarEntry packed = libraries.stream()
                    .filter(entry -> entry.getName().matches(".*/(lib)?" + name + "\\.\\w+"))
                    .findFirst()
                    .orElseThrow();
            Path folder = Path.of(packed.getName()).getParent().getFileName();
            File unpacked = cache.resolve(folder)
                    .resolve(Path.of(packed.getName()).getFileName())
                    .toFile();
            assertThat(unpacked).exists().hasSize(packed.getSize());
            assertThat(unpacked.lastModified()).isEqualTo(packed.getTime());
        }
    }

    @Test
    void exportsEachPackageOnce() {
        String exports = blas.getHeaders("").get("Export-Package");

        assertThat(exports).contains("org.bytedeco.javacpp;", "org.bytedeco.openblas.global;");
        assertThat(Stream.of(exports.replaceAll("\"[^\"]*\"", "").split(",")).map(clause -> clause.split(";")[0]))
                .doesNotHaveDuplicates();
    }

    private static File builtFile(String property) {
        return new File(System.getProperty(property));
    }

    private static List<JarEntry> librariesOfTheFragment() throws IOException {
        try (JarFile fragment = new JarFile(builtFile("reprise.blas.natives"))) {
            return fragment.stream()
                    .filter(entry -> entry.getName().startsWith("org/bytedeco/") && !entry.isDirectory())
                    .toList();
        }
    }

    private float[] product2x3times3x2() throws Exception {
        Class<?> i = int.class;
        Class<?> f = float.class;
        Class<?> buffer = FloatBuffer.class;
        Method sgemm = blas.loadClass("org.bytedeco.openblas.global.openblas_nolapack")
                .getMethod("cblas_sgemm", i, i, i, i, i, i, f, buffer, i, buffer, i, f, buffer, i);
        FloatBuffer a = FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6});
        FloatBuffer b = FloatBuffer.wrap(new float[] {7, 8, 9, 10, 11, 12});
        float[] product = new float[4];
        FloatBuffer c = FloatBuffer.wrap(product);
        sgemm.invoke(null, ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, 2, 2, 3, 1f, a, 3, b, 2, 0f, c, 2);
        return product;
    }
}
