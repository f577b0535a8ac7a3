package io.reprise.engine.internal.plugins;

import io.reprise.api.Kind;
import io.reprise.api.Method;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.PluginInfo;
import io.reprise.tensor.TensorService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The plug-ins that are registered as OSGi services with the properties of {@link Plugin}. */
@Component(service = Plugins.class)
public final class OsgiPlugins implements Plugins {
    private static final String NAME = Plugin.PREFIX_ + "name";
    private static final String KIND = Plugin.PREFIX_ + "kind";
    private static final String SUMMARY = Plugin.PREFIX_ + "summary";

    private final BundleContext context;
    private final BundleHashes hashes = new BundleHashes();

    /** The plug-ins of a framework. */
    @Activate
    public OsgiPlugins(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Installed> list() {
        ServiceReference<?>[] references;
        try {
            // Of two registered under one name, those whose API is another copy of the classes are left out.
            references = context.getServiceReferences((String) null, "(" + NAME + "=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (references == null) {
            return List.of();
        }
        return Arrays.stream(references)
                .filter(reference -> reference.getBundle() != null)
                .<Installed>map(Service::new)
                .sorted(Comparator.comparing((Installed plugin) -> plugin.info().kind())
                        .thenComparing(plugin -> plugin.info().name())
                        .thenComparing(plugin -> plugin.info().bundle())
                        .thenComparing(
                                plugin ->
                                        ((Service) plugin).reference.getBundle().getVersion(),
                                Comparator.reverseOrder()))
                .toList();
    }

    @Override
    public List<String> executors() {
        return tensors()
                .map(reference -> String.valueOf(reference.getProperty(TensorService.EXECUTOR)))
                .distinct()
                .toList();
    }

    @Override
    public List<BundleInfo> runtime(String executor) {
        Set<Bundle> closure = new LinkedHashSet<>();
        wired(context.getBundle(), closure);
        tensors()
                .filter(reference -> executor.equals(reference.getProperty(TensorService.EXECUTOR)))
                .map(ServiceReference::getBundle)
                .filter(Objects::nonNull)
                .forEach(bundle -> wired(bundle, closure));
        return closure.stream().map(this::infoOf).toList();
    }

    /** The tensor services, that of the highest rank first. */
    private Stream<ServiceReference<TensorService>> tensors() {
        try {
            return context.getServiceReferences(TensorService.class, null).stream()
                    .sorted(Comparator.reverseOrder());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A bundle and those whose classes it uses. What it merely needs to be there, such as the one that starts components, takes
     * no part in what it computes.
     */
    private static void wired(Bundle bundle, Set<Bundle> closure) {
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || !closure.add(bundle)) {
            return;
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            Stream.of(PackageNamespace.PACKAGE_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE)
                    .flatMap(namespace -> wiring.getRequiredWires(namespace).stream())
                    .forEach(wire -> wired(wire.getProvider().getBundle(), closure));
        }
    }

    private BundleInfo infoOf(Bundle bundle) {
        return new BundleInfo(bundle.getSymbolicName(), bundle.getVersion().toString(), hashes.of(bundle));
    }

    /** The name of the method that a bundle is; empty if it is none. */
    public static String methodOf(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return "";
        }
        List<BundleCapability> methods = revision.getDeclaredCapabilities(Method.NAMESPACE);
        return methods.isEmpty()
                ? ""
                : String.valueOf(methods.get(0).getAttributes().get(Method.NAMESPACE));
    }

    private final class Service implements Installed {
        private final ServiceReference<?> reference;
        private final PluginInfo info;

        Service(ServiceReference<?> reference) {
            this.reference = reference;
            Bundle bundle = reference.getBundle();
            this.info = new PluginInfo(
                    Kind.valueOf(String.valueOf(reference.getProperty(KIND)).toUpperCase(Locale.ROOT)),
                    String.valueOf(reference.getProperty(NAME)),
                    reference.getProperty(SUMMARY) instanceof String summary ? summary : "",
                    methodOf(bundle),
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString());
        }

        @Override
        public PluginInfo info() {
            return info;
        }

        @Override
        public List<BundleInfo> bundles() {
            Bundle bundle = reference.getBundle();
            if (bundle == null) {
                throw gone();
            }
            Set<Bundle> closure = new LinkedHashSet<>();
            wired(bundle, closure);
            List<BundleInfo> infos = new ArrayList<>();
            closure.forEach(each -> infos.add(infoOf(each)));
            return infos;
        }

        @Override
        public Lease lease() {
            Object factory = context.getService(reference);
            if (factory == null) {
                throw reference.getBundle() == null
                        ? gone()
                        : RepriseException.problem("The " + info.kind() + " '" + info.name() + "' cannot be started")
                                .at("bundle " + info.bundle() + " " + info.version())
                                .hint("This is a fault of the plug-in; the log says more.");
            }
            return new Lease() {
                @Override
                public Object factory() {
                    return factory;
                }

                @Override
                public void close() {
                    context.ungetService(reference);
                }
            };
        }

        private RepriseException gone() {
            return RepriseException.problem("The " + info.kind() + " '" + info.name() + "' is no longer installed")
                    .at("bundle " + info.bundle() + " " + info.version())
                    .hint("Compose the pipeline again.");
        }
    }
}
