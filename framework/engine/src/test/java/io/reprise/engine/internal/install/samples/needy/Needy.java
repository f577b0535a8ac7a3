package io.reprise.engine.internal.install.samples.needy;

import java.util.function.IntSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A component that waits for a service that nobody has. */
@Component(service = Needy.class)
public final class Needy {
    private final IntSupplier supplier;

    /** A component with its service. */
    @Activate
    public Needy(@Reference IntSupplier supplier) {
        this.supplier = supplier;
    }

    /** What the service gives. */
    public int value() {
        return supplier.getAsInt();
    }
}
