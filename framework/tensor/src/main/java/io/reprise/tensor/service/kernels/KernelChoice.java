package io.reprise.tensor.service.kernels;

import io.reprise.api.RepriseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which kernels this JVM computes with. */
public final class KernelChoice {
    /** System property: {@code scalar} or {@code simd} instead of what is found out. */
    public static final String PROPERTY = "reprise.kernels";

    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /** As {@link #choose(Workers)}, with as many threads as {@link Workers#configured} says. */
    public static Kernels choose() {
        return choose(Workers.configured());
    }

    /**
     * The fastest kernels that this JVM can run, or those that {@link #PROPERTY} asks for.
     *
     * @param workers the threads that share big operations
     * @throws RepriseException if it asks for something unknown, or for vectors where there are none
     */
    public static Kernels choose(Workers workers) {
        String asked = System.getProperty(PROPERTY, "");
        switch (asked) {
            case "scalar" -> {
                LOG.info("Computing with scalar kernels, as -D{} asks for", PROPERTY);
                return new ScalarKernels(new OpenBlas(workers), workers);
            }
            case "", "simd" -> {
                String missing = whyNoVectors();
                if (missing.isEmpty()) {
                    Kernels kernels = new VectorKernels(new OpenBlas(workers), workers);
                    LOG.debug("Computing with {} kernels", kernels.description());
                    return kernels;
                }
                if (!asked.isEmpty()) {
                    throw RepriseException.problem("There are no SIMD kernels: " + missing)
                            .at("-D" + PROPERTY + "=simd")
                            .hint("Start Java with --add-modules " + MODULE + ".");
                }
                LOG.info("Computing with scalar kernels, several times slower than SIMD: {}", missing);
                return new ScalarKernels(new OpenBlas(workers), workers);
            }
            default ->
                throw RepriseException.problem("There are no kernels " + asked)
                        .at("-D" + PROPERTY)
                        .expected("scalar or simd");
        }
    }

    private static String whyNoVectors() {
        try {
            // Not by the boot layer: the launcher loads the module later than that.
            Class.forName(MODULE + ".FloatVector", false, KernelChoice.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return "Java was started without --add-modules " + MODULE;
        }
        try {
            int bits = FloatLanes.SPECIES.vectorBitSize();
            return bits < 128 ? "this processor has vectors of only " + bits + " bits" : "";
        } catch (LinkageError e) {
            return "this Java's vector module does not fit (" + e + ")";
        }
    }

    /** The plain formulas, matrix products too: what the tests hold the others to. */
    public static Kernels oracle() {
        return new ScalarKernels(new ScalarGemm(), Workers.none());
    }

    /** The plain formulas without those in one pass: every operation is made of its parts. */
    public static Kernels oracleOfParts() {
        return new ScalarKernels(new ScalarGemm(), Workers.none()) {
            @Override
            public FusedKernels fused() {
                return null;
            }
        };
    }

    /** What computes, by aspect; loads OpenBLAS. */
    public static Map<String, String> platform(Kernels kernels) {
        Map<String, String> platform = new LinkedHashMap<>();
        platform.put("kernels", kernels.description() + (kernels instanceof ScalarKernels ? ": " + whyScalar() : ""));
        if (kernels instanceof HostKernels host) {
            platform.put("blas", host.gemm().description());
            platform.put("threads", Integer.toString(host.workers().threads()));
        }
        return platform;
    }

    private static String whyScalar() {
        return System.getProperty(PROPERTY, "").equals("scalar") ? "-D" + PROPERTY + " asks for them" : whyNoVectors();
    }
}
