package io.reprise.engine.internal.install;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.InstallResult;
import io.reprise.engine.Installer;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.home.ProcessLock;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.plugins.OsgiPlugins;
import io.reprise.engine.internal.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is installed. When the engine starts it starts what {@code installed.json} lists; what is missing or damaged is left out
 * and told of. A change is made in the framework first and looked at there; then the list is replaced, which is the moment at
 * which it has happened; anything that fails before is taken back.
 */
@Component(
        service = {Installation.class, Installer.class, Offers.class, InstallationState.class},
        immediate = true)
public final class Installation implements Installer, Offers, InstallationState {
    /** The framework property with the paths of the indexes, separated by commas; without it the distribution's. */
    static final String INDEXES = "reprise.indexes";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String BUSY = "installing or uninstalling";
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final BundleContext context;
    private final Path lockFile;
    private final InstalledFile file;
    private final Duration patience;
    private final JarStore jars;
    private final RunningBundles running;
    private final Verification verification;
    private final List<String> problems = new ArrayList<>();

    /** Starts what is installed. */
    @Activate
    public Installation(BundleContext context, @Reference Home home, @Reference ServiceComponentRuntime components) {
        this(context, home, components, new InstalledFile(home.installed()), PATIENCE);
    }

    /**
     * Starts what is installed.
     *
     * @param patience how long a change waits for another process to finish its own
     */
    Installation(
            BundleContext context,
            Home home,
            ServiceComponentRuntime components,
            InstalledFile file,
            Duration patience) {
        this.context = context;
        this.lockFile = home.folder().resolve("lock");
        this.file = file;
        this.patience = patience;
        this.jars = new JarStore(home.folder().resolve("bundles"));
        this.running = new RunningBundles(context, jars);
        this.verification = new Verification(components);
        startInstalled();
    }

    private void startInstalled() {
        try {
            List<InstalledBundle> listed = file.read();
            if (!listed.stream().allMatch(jars::isIntact)) {
                // Another process may have changed it between reading the list and looking at the jars.
                listed = file.read();
            }
            bringUp(listed).forEach((bundle, reason) -> problems.add(problem(bundle, reason)));
        } catch (RepriseException e) {
            problems.add(e.getMessage());
        }
        problems.forEach(LOG::warn);
    }

    private static String problem(InstalledBundle bundle, String reason) {
        return (bundle.isNamed() ? bundle.method() : bundle.label()) + " is installed but left out: " + reason
                + (bundle.isNamed() ? ". Install it again with: reprise install " + bundle.method() : ".");
    }

    /** Starts those that are not running; gives those that cannot be, with the reason. */
    private Map<InstalledBundle, String> bringUp(List<InstalledBundle> bundles) {
        Map<InstalledBundle, String> failed = new LinkedHashMap<>();
        List<InstalledBundle> present = new ArrayList<>();
        for (InstalledBundle bundle : bundles) {
            if (!jars.isIntact(bundle)) {
                failed.put(bundle, "its jar " + jars.path(bundle) + " is missing or was changed");
                continue;
            }
            try {
                running.install(bundle);
                present.add(bundle);
            } catch (BundleException e) {
                failed.put(bundle, String.valueOf(e.getMessage()));
            }
        }
        for (InstalledBundle bundle : present) {
            try {
                RunningBundles.start(running.find(bundle).orElseThrow());
            } catch (BundleException e) {
                failed.put(bundle, "it does not start: " + e.getMessage());
            }
        }
        return failed;
    }

    /** Makes what runs as the list says, which another process may have changed; gives the list. */
    private List<InstalledBundle> catchUp() {
        List<InstalledBundle> listed = file.read();
        List<Bundle> unlisted = running.others(listed);
        try {
            for (Bundle bundle : unlisted) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            LOG.warn("What another process uninstalled stays here: {}", e.getMessage());
        }
        running.refresh(unlisted);
        bringUp(listed);
        return listed;
    }

    // --- what there is ---

    /** What the indexes offer. */
    Index index() {
        String named = context.getProperty(INDEXES);
        String distribution = context.getProperty("reprise.distribution");
        if (named != null && !named.isBlank()) {
            return Index.read(Arrays.stream(named.split(","))
                    .map(String::strip)
                    .map(Path::of)
                    .toList());
        }
        return distribution == null ? new Index(List.of()) : Index.read(indexes(Path.of(distribution)));
    }

    /** The index of methods, which must be there, and those of the optional parts of the runtime. */
    private static List<Path> indexes(Path distribution) {
        List<Path> indexes = new ArrayList<>();
        indexes.add(distribution.resolve("repository/index.xml"));
        Path extensions = distribution.resolve("optional/index.xml");
        if (Files.exists(extensions)) {
            indexes.add(extensions);
        }
        return indexes;
    }

    /** What is installed, whether it works or not. */
    List<InstalledBundle> installed() {
        return file.read();
    }

    /** The running bundle of a method, however it came here. */
    Optional<Bundle> runningMethod(String name) {
        return Arrays.stream(context.getBundles())
                .filter(RunningBundles::isActive)
                .filter(bundle -> OsgiPlugins.methodOf(bundle).equals(name))
                .findFirst();
    }

    @Override
    public List<String> methodsWith(Kind kind, String plugin) {
        return index().methodsWith(kind, plugin);
    }

    @Override
    public Collection<String> methods() {
        return index().methods().keySet();
    }

    @Override
    public Collection<String> extensions() {
        Index index = index();
        Set<String> names = new LinkedHashSet<>(index.named().keySet());
        names.removeAll(index.methods().keySet());
        return names;
    }

    @Override
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public List<String> outdated() {
        Index index = indexIfAny();
        Map<String, IndexedBundle> methods = index.named();
        List<String> outdated = new ArrayList<>();
        for (InstalledBundle bundle : installed()) {
            IndexedBundle newest = methods.get(bundle.method());
            if (newest != null && newest.version().compareTo(Version.parseVersion(bundle.version())) > 0) {
                outdated.add(bundle.method() + " is installed as " + bundle.version() + ", the index has "
                        + newest.version() + ". Update it with: reprise install " + bundle.method());
            } else if (differs(bundle, index)) {
                outdated.add(difference(bundle));
            }
        }
        return outdated;
    }

    @Override
    public List<String> differing(Collection<String> bundles) {
        List<InstalledBundle> taking = installed().stream()
                .filter(bundle -> bundles.contains(bundle.bundle()))
                .toList();
        if (taking.isEmpty()) {
            return List.of();
        }
        Index index = indexIfAny();
        return taking.stream()
                .filter(bundle -> differs(bundle, index))
                .map(Installation::difference)
                .toList();
    }

    private Index indexIfAny() {
        try {
            return index();
        } catch (RepriseException e) {
            LOG.debug("no index", e);
            return new Index(List.of());
        }
    }

    private static boolean differs(InstalledBundle bundle, Index index) {
        return index.find(bundle.bundle(), bundle.version())
                .filter(same -> !same.is(bundle))
                .isPresent();
    }

    private static String difference(InstalledBundle bundle) {
        return bundle.label() + " was installed with another content than the index has now under the same version. "
                + (bundle.isNamed()
                        ? "Update it with: reprise install " + bundle.method()
                        : "Update it by installing the methods again that use it.");
    }

    // --- installing ---

    @Override
    public synchronized InstallResult install(List<String> names, ProgressListener listener) {
        ProcessLock lock = ProcessLock.take(lockFile, BUSY, patience, listener);
        try {
            List<InstalledBundle> before = catchUp();
            Index index = index();
            Set<String> asked = new LinkedHashSet<>(names);
            List<String> unchanged = new ArrayList<>();
            List<IndexedBundle> wanted = new ArrayList<>();
            for (String name : asked) {
                Optional<IndexedBundle> target = target(name, index, before);
                target.ifPresentOrElse(wanted::add, () -> unchanged.add(name));
            }
            return change(before, asked, resolve(index, wanted, before, listener), unchanged, listener);
        } finally {
            lock.close();
        }
    }

    /** The bundle to install for a method; empty if it is there already. */
    private Optional<IndexedBundle> target(String name, Index index, List<InstalledBundle> before) {
        IndexedBundle offered = index.named().get(name);
        Optional<InstalledBundle> present = method(before, name);
        boolean runs = present.map(running::isActive).orElse(runningMethod(name).isPresent());
        if (offered == null) {
            if (runs) {
                return Optional.empty();
            }
            throw unknown(name, index.named().keySet());
        }
        boolean current = present.isEmpty()
                || offered.is(present.get())
                || offered.version()
                                .compareTo(Version.parseVersion(present.get().version()))
                        < 0;
        return runs && current ? Optional.empty() : Optional.of(offered);
    }

    private List<IndexedBundle> resolve(
            Index index, List<IndexedBundle> wanted, List<InstalledBundle> before, ProgressListener listener) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        listener.progress("Resolving", 0, 0);
        // What the index has with another content is to be replaced, if it is needed at all.
        Set<Bundle> outgoing = before.stream()
                .filter(bundle -> wanted.stream().anyMatch(target -> replaces(target, bundle))
                        || index.find(bundle.bundle(), bundle.version())
                                .filter(same -> !same.is(bundle))
                                .isPresent())
                .flatMap(bundle -> running.find(bundle).stream())
                .collect(Collectors.toSet());
        List<Bundle> staying = Arrays.stream(context.getBundles())
                .filter(bundle -> !outgoing.contains(bundle))
                .toList();
        return new Resolution(index, wanted, staying).solve();
    }

    /** Whether both cannot be installed: they are the same method, or the same version of the same bundle. */
    private static boolean replaces(IndexedBundle incoming, InstalledBundle present) {
        boolean sameMethod = present.isNamed() && present.method().equals(incoming.installName());
        boolean sameBundle = present.bundle().equals(incoming.name())
                && present.version().equals(incoming.version().toString());
        return sameMethod || sameBundle;
    }

    private InstallResult change(
            List<InstalledBundle> before,
            Set<String> asked,
            List<IndexedBundle> incoming,
            List<String> unchanged,
            ProgressListener listener) {
        List<InstalledBundle> replaced = before.stream()
                .filter(bundle -> incoming.stream().anyMatch(target -> replaces(target, bundle)))
                .toList();
        List<InstalledBundle> added = new ArrayList<>();
        Transaction transaction = new Transaction(running, before);
        try {
            for (IndexedBundle bundle : incoming) {
                listener.progress("Checking " + bundle.label(), added.size(), incoming.size());
                boolean requested = asked.contains(bundle.installName())
                        || replaced.stream().anyMatch(old -> old.requested() && replaces(bundle, old));
                added.add(jars.add(bundle, requested));
            }
            transaction.exchange(replaced, added, verification, listener);

            List<InstalledBundle> after = Stream.concat(
                            before.stream().filter(bundle -> !replaced.contains(bundle)), added.stream())
                    .map(bundle -> asked.contains(bundle.method()) ? bundle.requested(true) : bundle)
                    .toList();
            List<InstalledBundle> kept = withoutUnneeded(after);
            if (!kept.equals(before)) {
                file.write(kept);
            }
            tidyUp(after, kept);
            List<InstalledBundle> removed = Stream.concat(replaced.stream(), after.stream())
                    .filter(bundle -> !kept.contains(bundle))
                    .toList();
            return new InstallResult(units(added), units(removed), unchanged);
        } catch (BundleException e) {
            transaction.rollBack();
            jars.retain(before);
            throw RepriseException.problem("A bundle cannot be started: " + e.getMessage())
                    .at(incoming.stream().map(IndexedBundle::label).collect(Collectors.joining(", ")))
                    .hint("Nothing was installed. It may have been made for another version of Reprise.")
                    .because(e);
        } catch (RuntimeException | Error e) {
            transaction.rollBack();
            jars.retain(before);
            throw e;
        }
    }

    // --- uninstalling ---

    @Override
    public synchronized InstallResult uninstall(List<String> names) {
        ProcessLock lock = ProcessLock.take(lockFile, BUSY, patience, ProgressListener.NONE);
        try {
            List<InstalledBundle> before = catchUp();
            Set<InstalledBundle> named = new LinkedHashSet<>();
            for (String name : names) {
                named.add(method(before, name).orElseThrow(() -> notInstalled(name, before)));
            }
            List<InstalledBundle> after = before.stream()
                    .map(bundle -> named.contains(bundle) ? bundle.requested(false) : bundle)
                    .toList();
            List<InstalledBundle> kept = withoutUnneeded(after);
            for (InstalledBundle bundle : named) {
                if (kept.contains(bundle.requested(false))) {
                    throw needed(bundle, kept);
                }
            }
            file.write(kept);
            tidyUp(after, kept);
            return new InstallResult(
                    List.of(),
                    units(after.stream()
                            .filter(bundle -> !kept.contains(bundle))
                            .toList()),
                    List.of());
        } finally {
            lock.close();
        }
    }

    private RepriseException needed(InstalledBundle bundle, List<InstalledBundle> kept) {
        String users = kept.stream()
                .filter(InstalledBundle::requested)
                .filter(user ->
                        needs(List.of(user)).contains(running.find(bundle).orElse(null)))
                .map(InstalledBundle::method)
                .collect(Collectors.joining(", "));
        return RepriseException.problem("The method '" + bundle.method() + "' is needed by " + users)
                .hint("Uninstall them together: reprise uninstall " + bundle.method() + " " + users.replace(",", ""));
    }

    /** Those that were asked for, and those that they are wired to. */
    private List<InstalledBundle> withoutUnneeded(List<InstalledBundle> bundles) {
        List<InstalledBundle> requested =
                bundles.stream().filter(InstalledBundle::requested).toList();
        Set<Bundle> needed = needs(requested);
        // Of what does not run it is not known what it needs, so then only methods go.
        Predicate<InstalledBundle> unknown =
                bundle -> !bundle.isNamed() && !requested.stream().allMatch(running::isActive);
        return bundles.stream()
                .filter(bundle -> bundle.requested()
                        || unknown.test(bundle)
                        || running.find(bundle).filter(needed::contains).isPresent())
                .toList();
    }

    private Set<Bundle> needs(List<InstalledBundle> bundles) {
        return RunningBundles.withNeeds(bundles.stream()
                .flatMap(bundle -> running.find(bundle).stream())
                .toList());
    }

    /** After the change has happened: takes out of the framework and off the disk what is no longer listed. */
    private void tidyUp(List<InstalledBundle> listed, List<InstalledBundle> kept) {
        List<Bundle> uninstalled = new ArrayList<>();
        for (InstalledBundle bundle : listed) {
            if (!kept.contains(bundle)) {
                running.find(bundle).ifPresent(uninstalled::add);
            }
        }
        try {
            for (Bundle bundle : uninstalled) {
                bundle.uninstall();
            }
            running.refresh(uninstalled);
        } catch (BundleException | RepriseException e) {
            LOG.warn("An uninstalled bundle stays until Reprise is started again: {}", e.getMessage());
        }
        jars.retain(kept);
        problems.removeIf(problem -> kept.stream().allMatch(running::isActive));
    }

    private static Optional<InstalledBundle> method(List<InstalledBundle> bundles, String name) {
        return bundles.stream()
                .filter(InstalledBundle::isNamed)
                .filter(bundle -> bundle.method().equals(name))
                .findFirst();
    }

    private static List<InstallResult.Unit> units(List<InstalledBundle> bundles) {
        return bundles.stream()
                .map(bundle -> new InstallResult.Unit(
                        bundle.isNamed() ? bundle.method() : bundle.bundle(),
                        bundle.version(),
                        bundle.isNamed(),
                        bundle.bytes()))
                .toList();
    }

    static RepriseException unknown(String name, Collection<String> known) {
        return RepriseException.problem("There is no method '" + name + "'").hint(Nearest.hint(name, known));
    }

    private RepriseException notInstalled(String name, List<InstalledBundle> installed) {
        Set<String> names = installed.stream()
                .filter(InstalledBundle::isNamed)
                .map(InstalledBundle::method)
                .collect(Collectors.toCollection(TreeSet::new));
        return RepriseException.problem("The method '" + name + "' is not installed")
                .hint(names.isEmpty() ? "No method is installed." : Nearest.hint(name, names));
    }
}
