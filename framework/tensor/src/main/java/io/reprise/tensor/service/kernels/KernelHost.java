package io.reprise.tensor.service.kernels;

import io.reprise.tensor.TensorService;
import java.util.function.Supplier;

/** The tensor service for bundles that bring kernels of their own. A service. */
public interface KernelHost {
    /**
     * A tensor service that shares the memory, the files and the random numbers of this one and computes on other kernels.
     * A tensor of the one can be used with the other.
     *
     * @param kernels asked once, at the first use
     */
    TensorService on(Supplier<Kernels> kernels);

    /** The kernels of this machine, for what others lack. */
    Kernels kernels();
}
