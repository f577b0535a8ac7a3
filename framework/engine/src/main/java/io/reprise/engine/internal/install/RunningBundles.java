package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The installed bundles as the framework has them: started where their jars lie. */
final class RunningBundles {
    private static final int REFRESH_SECONDS = 30;

    private final BundleContext context;
    private final JarStore jars;

    RunningBundles(BundleContext context, JarStore jars) {
        this.context = context;
        this.jars = jars;
    }

    /** The framework's bundle for an installed one, if it has it. */
    Optional<Bundle> find(InstalledBundle bundle) {
        return Optional.ofNullable(context.getBundle(location(bundle)));
    }

    /** The framework's bundles that were installed ones but are not among these. */
    List<Bundle> others(Collection<InstalledBundle> bundles) {
        Set<String> locations = bundles.stream().map(this::location).collect(Collectors.toSet());
        String ours = "reference:" + jars.folder().toUri();
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith(ours) && !locations.contains(bundle.getLocation()))
                .toList();
    }

    /** Whether it is there and does its work. */
    boolean isActive(InstalledBundle bundle) {
        return find(bundle).filter(RunningBundles::isActive).isPresent();
    }

    static boolean isActive(Bundle bundle) {
        return bundle.getState() == (isFragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE);
    }

    Bundle install(InstalledBundle bundle) throws BundleException {
        Bundle installed = context.installBundle(location(bundle));
        // As high as the engine's, so that it is stopped before what it stands on.
        int level = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
        installed.adapt(BundleStartLevel.class).setStartLevel(level);
        return installed;
    }

    static void start(Bundle bundle) throws BundleException {
        if (!isFragment(bundle)) {
            bundle.start();
        }
    }

    /** Lets go of what uninstalled bundles are still wired to, which restarts those who use it; waits for that. */
    void refresh(Collection<Bundle> uninstalled) {
        if (uninstalled.isEmpty()) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(uninstalled, event -> done.countDown());
        try {
            if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw RepriseException.problem(
                                "The framework did not let go of uninstalled bundles in " + REFRESH_SECONDS + " s")
                        .at(uninstalled.toString())
                        .hint("Start Reprise again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RepriseException.problem("Installing was interrupted").because(e);
        }
    }

    /** These bundles, all that they are wired to, the runtime's among them, and their fragments. */
    static Set<Bundle> withNeeds(Collection<Bundle> bundles) {
        Set<Bundle> found = new LinkedHashSet<>(bundles);
        Deque<Bundle> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            BundleWiring wiring = open.pop().adapt(BundleWiring.class);
            if (wiring != null) {
                Stream.concat(
                                wiring.getRequiredWires(null).stream().map(BundleWire::getProvider),
                                wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                                        .map(BundleWire::getRequirer))
                        .map(BundleRevision::getBundle)
                        .filter(found::add)
                        .forEach(open::push);
            }
        }
        return found;
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private String location(InstalledBundle bundle) {
        return "reference:" + jars.path(bundle).toUri();
    }
}
