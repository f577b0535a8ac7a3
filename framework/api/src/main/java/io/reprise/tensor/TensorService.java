package io.reprise.tensor;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one tensor service that all methods of a runtime share. Where a bundle brings another executor (ND4J), there is a
 * second service on the same memory, of lower rank, told apart by the service property {@link #EXECUTOR}.
 */
@ProviderType
public interface TensorService {
    /** The service property that names what computes: {@link #NATIVE}, or what an optional bundle brings. */
    String EXECUTOR = "reprise.executor";

    /** The executor that is always there: the kernels of this machine. */
    String NATIVE = "native";

    /**
     * A root scope.
     *
     * @param owner who holds it, for messages and leak reports, for instance {@code run 12}
     * @param budget the most bytes that its tensors and its children's may have together. Their blocks can be larger by a
     *     quarter, and twice as large below 32 KiB; that counts against {@link #memory()}
     */
    TensorScope open(String owner, long budget);

    /** A root scope without a budget of its own. */
    default TensorScope open(String owner) {
        return open(owner, Long.MAX_VALUE);
    }

    /** The stream of a seed. */
    RandomSource random(long seed);

    /** Makes optimisers. */
    Optimizers optimizers();

    /** Reads and writes tensor files. */
    TensorFiles files();

    /** The bytes that open scopes hold. */
    long liveBytes();

    /**
     * The bytes that this machine has for tensors: its physical memory, or what its container allows if that is less, without
     * the largest heap that Java may take ({@code -Xmx}), and at least a quarter of it. More is never taken, whatever the budgets
     * say, so that a run ends with a message and not with the process.
     */
    long memory();

    /**
     * What computes, for {@code reprise doctor} and run records: for instance {@code kernels: SIMD, 512 bit},
     * {@code blas: OpenBLAS 0.3.31 SKYLAKEX}, {@code threads: 1}. Loads the native libraries.
     */
    Map<String, String> platform();
}
