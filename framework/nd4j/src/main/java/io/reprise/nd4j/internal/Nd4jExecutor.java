package io.reprise.nd4j.internal;

import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.kernels.KernelHost;
import io.reprise.tensor.spi.NativeMemory;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers a second tensor service, which computes on ND4J. Nothing of ND4J is touched before a kernel is called. */
@Component(
        service = {},
        immediate = true)
public final class Nd4jExecutor {
    /** What {@link TensorService#EXECUTOR} is on the service. */
    static final String NAME = "nd4j";

    private final ServiceRegistration<TensorService> registration;

    /** Registers the service, below the one whose memory it shares. */
    @Activate
    public Nd4jExecutor(
            BundleContext context,
            @Reference KernelHost host,
            @Reference NativeMemory memory,
            @Reference Nd4jRuntime runtime) {
        TensorService service = host.on(() -> new Nd4jKernels(memory, runtime, host::kernels));
        registration = context.registerService(
                TensorService.class,
                service,
                new Hashtable<>(Map.of(TensorService.EXECUTOR, NAME, Constants.SERVICE_RANKING, -1)));
    }

    @Deactivate
    void withdraw() {
        registration.unregister();
    }
}
