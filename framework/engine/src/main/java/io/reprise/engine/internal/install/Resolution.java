package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.apache.felix.utils.resource.CapabilitySet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;

/**
 * Finds the bundles of an index that some bundles need beside what runs already. What runs comes first, so that a method does not
 * bring a second copy of a kit while the one that is there will do; of the index, the newest.
 */
final class Resolution extends ResolveContext {
    private static final Pattern FROM_VERSION = Pattern.compile("\\(version>=([^)]*)\\)");

    private final Index index;
    private final Collection<IndexedBundle> wanted;
    private final Map<Resource, Wiring> running = new HashMap<>();

    /**
     * A question.
     *
     * @param wanted the bundles to be resolved
     * @param running the bundles that run and are to stay
     */
    Resolution(Index index, Collection<IndexedBundle> wanted, Collection<Bundle> running) {
        this.index = index;
        this.wanted = List.copyOf(wanted);
        for (Bundle bundle : running) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null) {
                this.running.put(wiring.getRevision(), wiring);
            }
        }
    }

    /**
     * The bundles of the index that must be installed: those wanted, and those that they need.
     *
     * @throws RepriseException if something needed is neither running nor in the index
     */
    List<IndexedBundle> solve() {
        try {
            // One thread: the few bundles are resolved sooner than a pool is made.
            Set<Resource> resolved =
                    new ResolverImpl(new Logger(0), Runnable::run).resolve(this).keySet();
            return index.bundles().stream()
                    .filter(bundle -> resolved.contains(bundle.resource()))
                    .toList();
        } catch (ResolutionException e) {
            throw unresolved(e);
        }
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return wanted.stream().map(IndexedBundle::resource).toList();
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        List<Capability> providers = new ArrayList<>();
        for (Wiring wiring : running.values()) {
            for (Capability capability : wiring.getResourceCapabilities(requirement.getNamespace())) {
                if (CapabilitySet.matches(capability, requirement)) {
                    providers.add(capability);
                }
            }
        }
        providers.sort(Comparator.comparing(Resolution::version).reversed());
        Set<String> names = running.keySet().stream().map(Resolution::identity).collect(Collectors.toSet());
        index.bundles().stream()
                .filter(bundle -> !names.contains(bundle.label()))
                .forEach(bundle -> providers.addAll(Index.matching(bundle.resource(), requirement)));
        return providers;
    }

    private static String identity(Resource resource) {
        BundleRevision revision = (BundleRevision) resource;
        return revision.getSymbolicName() + " " + revision.getVersion();
    }

    private static Version version(Capability capability) {
        return capability.getAttributes().get(Constants.VERSION_ATTRIBUTE) instanceof Version version
                ? version
                : Version.emptyVersion;
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        capabilities.add(hosted);
        return capabilities.size() - 1;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        return Index.isEffective(requirement);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return running;
    }

    private RepriseException unresolved(ResolutionException e) {
        for (IndexedBundle bundle : wanted) {
            Optional<Lack> lack = lack(bundle, new HashSet<>());
            if (lack.isPresent()) {
                IndexedBundle needy = lack.get().bundle();
                String for_ = needy.equals(bundle) ? "" : ", which " + bundle.installName() + " needs";
                return RepriseException.problem("Nothing provides the "
                                + describe(lack.get().requirement()) + " that " + needy.label() + for_ + " requires")
                        .at(bundle.installName())
                        .expected("that capability in the runtime or in a bundle of the index")
                        .hint("Use a version of the method that was made for this version of Reprise.")
                        .because(e);
            }
        }
        return RepriseException.problem("The bundles that are needed do not fit together: " + e.getMessage())
                .at(wanted.stream().map(IndexedBundle::installName).collect(Collectors.joining(", ")))
                .hint("Use versions that were made for each other.")
                .because(e);
    }

    private record Lack(IndexedBundle bundle, Requirement requirement) {}

    /** The first requirement that nothing at all meets, of a bundle or of those that would meet its requirements. */
    private Optional<Lack> lack(IndexedBundle bundle, Set<IndexedBundle> seen) {
        if (!seen.add(bundle)) {
            return Optional.empty();
        }
        for (Requirement requirement : bundle.resource().getRequirements(null)) {
            if (!Index.isNeeded(requirement)
                    || !Index.matching(bundle.resource(), requirement).isEmpty()) {
                continue;
            }
            List<Capability> providers = findProviders(requirement);
            if (providers.isEmpty()) {
                return Optional.of(new Lack(bundle, requirement));
            }
            Optional<Lack> deeper = Optional.empty();
            for (Capability provider : providers) {
                deeper = index.bundles().stream()
                        .filter(candidate -> candidate.resource().equals(provider.getResource()))
                        .findFirst()
                        .flatMap(candidate -> lack(candidate, seen));
                if (deeper.isEmpty()) {
                    break;
                }
            }
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return Optional.empty();
    }

    private static String describe(Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        Object name = requirement.getAttributes().get(requirement.getNamespace());
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) && name != null) {
            Matcher from = FROM_VERSION.matcher(filter);
            return "package " + name + (from.find() ? " from version " + from.group(1) : "");
        }
        return "capability " + requirement.getNamespace() + (filter.isEmpty() ? "" : " " + filter);
    }
}
