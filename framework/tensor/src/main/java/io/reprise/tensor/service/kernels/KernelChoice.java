package io.reprise.tensor.service.kernels;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which kernels this JVM computes with. */
public final class KernelChoice {
    /** System property: {@code scalar} or {@code simd} instead of what is found out. */
    public static final String PROPERTY = "reprise.kernels";

    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

    private KernelChoice() {}

    /** The fastest kernels that this JVM can run, or those that {@link #PROPERTY} asks for. */
    public static Kernels choose() {
        LOG.debug("Scalar kernels");
        return new ScalarKernels(new OpenBlas());
    }

    /** The plain formulas, matrix products too: what the tests hold the others to. */
    public static Kernels oracle() {
        return new ScalarKernels(new ScalarGemm());
    }

    /** What computes, by aspect; loads OpenBLAS. */
    public static Map<String, String> platform(Kernels kernels) {
        Map<String, String> platform = new LinkedHashMap<>();
        platform.put("kernels", kernels.description());
        if (kernels instanceof HostKernels host) {
            platform.put("blas", host.gemm().description());
        }
        platform.put("threads", "1");
        return platform;
    }
}
