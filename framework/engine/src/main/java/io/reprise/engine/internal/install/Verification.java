package io.reprise.engine.internal.install;

import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Whether a started bundle does what it promises: it is active, its components have what they need, its plug-ins are there. */
final class Verification {
    private final ServiceComponentRuntime components;

    Verification(ServiceComponentRuntime components) {
        this.components = components;
    }

    /**
     * Looks at a bundle.
     *
     * @throws RepriseException if it does not do what it promises, saying what and why
     */
    void check(Bundle bundle) {
        if (!RunningBundles.isActive(bundle)) {
            throw failure("does not stay started", bundle);
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
            if (component.defaultEnabled) {
                check(bundle, component);
            }
        }
        List<ServiceReference<?>> services =
                bundle.getRegisteredServices() == null ? List.of() : Arrays.asList(bundle.getRegisteredServices());
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        for (IndexedBundle.PromisedPlugin promised :
                IndexedBundle.PromisedPlugin.of(revision.getDeclaredCapabilities(Plugin.NAMESPACE))) {
            if (services.stream().noneMatch(service -> isPlugin(service, promised))) {
                throw failure(
                        "promises the " + promised.kind() + " '" + promised.name() + "' but does not register it",
                        bundle);
            }
        }
    }

    private static boolean isPlugin(ServiceReference<?> service, IndexedBundle.PromisedPlugin promised) {
        return promised.name().equals(service.getProperty(Plugin.PREFIX_ + "name"))
                && promised.kind().name().equals(service.getProperty(Plugin.PREFIX_ + "kind"));
    }

    private void check(Bundle bundle, ComponentDescriptionDTO component) {
        Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty()) {
            throw failure("has the component " + component.name + ", which waits for a configuration", bundle);
        }
        for (ComponentConfigurationDTO configuration : configurations) {
            String reason =
                    switch (configuration.state) {
                        case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "waits for a configuration";
                        case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                            "waits for "
                                    + Arrays.stream(configuration.unsatisfiedReferences)
                                            .map(reference -> service(component, reference))
                                            .collect(Collectors.joining(" and "));
                        case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                            "fails: "
                                    + configuration.failure.lines().findFirst().orElse("");
                        default -> "";
                    };
            if (!reason.isEmpty()) {
                throw failure("has the component " + component.name + ", which " + reason, bundle);
            }
        }
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        return Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map(reference -> "the service " + reference.interfaceName
                        + (reference.target == null ? "" : " with " + reference.target))
                .findFirst()
                .orElse(unsatisfied.name);
    }

    private static RepriseException failure(String what, Bundle bundle) {
        return RepriseException.problem("The bundle " + what)
                .at(bundle.getSymbolicName() + " " + bundle.getVersion())
                .hint(
                        "Nothing was installed. This is a fault of the bundle, or it was made for another version of Reprise.");
    }
}
