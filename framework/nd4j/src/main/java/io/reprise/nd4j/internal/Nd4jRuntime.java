package io.reprise.nd4j.internal;

import io.reprise.api.RepriseException;
import io.reprise.nd4j.Nd4jInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.osgi.service.component.annotations.Component;

/** Starts ND4J, once in the life of a process. A service of this bundle for itself. */
@Component(service = Nd4jRuntime.class)
public final class Nd4jRuntime {
    /**
     * The system property with the name of the class loader that loaded ND4J. It outlives bundles, as what it guards
     * against does: a second load in one process leaks threads and memory, and can bind to another OpenBLAS for good.
     */
    private static final String LOADED_BY = "io.reprise.nd4j.loaded";

    /** Differs between two loads of this class, and stays when a bundle is stopped and started again. */
    private static final String THIS_LOAD =
            Nd4jRuntime.class.getClassLoader() + "@" + System.identityHashCode(Nd4jRuntime.class);

    private Nd4jInfo started;

    /**
     * Starts ND4J if it is not running.
     *
     * @throws RepriseException if it can't
     */
    synchronized Nd4jInfo start() {
        if (started == null) {
            claimProcess();
            started = startWithOwnClassLoader();
        }
        return started;
    }

    private static void claimProcess() {
        Object loadedBy = System.getProperties().putIfAbsent(LOADED_BY, THIS_LOAD);
        if (loadedBy != null && !loadedBy.equals(THIS_LOAD)) {
            throw RepriseException.problem("ND4J was already loaded in this process by another copy of its bundle")
                    .at("io.reprise.nd4j")
                    .expected(
                            "one load of ND4J in the life of a process, because its native libraries can't be unloaded")
                    .hint("Restart Reprise to use the copy that is installed now.");
        }
    }

    /** ND4J finds its backend, at the first touch only, through the context class loader of the thread. */
    private static Nd4jInfo startWithOwnClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Nd4jRuntime.class.getClassLoader());
        try {
            // First, so that ND4J's library binds to this OpenBLAS and not to one that the system has.
            Loader.load(openblas.class);
            Nd4j.zeros(1).close();
            if (System.getenv("OMP_NUM_THREADS") == null) {
                computeOnOneThread();
            }
            return describe();
        } catch (LinkageError | RuntimeException | IOException e) {
            throw RepriseException.problem("ND4J could not start")
                    .at("io.reprise.nd4j")
                    .expected("the bundle with ND4J's native libraries for " + Loader.getPlatform()
                            + ", and a JVM that opens java.base/java.lang")
                    .hint(
                            "Start Reprise by its own start script, which sees to both; --debug shows the failure itself.")
                    .because(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** OpenMP threads on busy cores make small operations ten to fifty times slower. */
    private static void computeOnOneThread() {
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(1);
        environment.setMaxMasterThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    private static Nd4jInfo describe() throws IOException {
        return new Nd4jInfo(
                version(),
                Nd4j.getBackend().getClass().getSimpleName(),
                Nd4j.getNDArrayFactory().blas().getBlasVendor().name(),
                Nd4j.getAffinityManager().getNumberOfDevices(),
                Nd4j.getEnvironment().maxThreads());
    }

    private static String version() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) {
                pom.load(in);
            }
        }
        return pom.getProperty("version", "unknown");
    }
}
