package io.reprise.engine.internal.install;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.apache.felix.utils.repository.StaxParser;
import org.apache.felix.utils.resource.CapabilitySet;
import org.osgi.framework.Constants;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * The bundles that could be installed: one or several indexes in the format of the OSGi Repository specification (OSGi Compendium 8,
 * section 132.5), as bnd writes it.
 */
final class Index {
    private static final Comparator<IndexedBundle> NEWEST_FIRST =
            Comparator.comparing(IndexedBundle::version).reversed();

    private final List<IndexedBundle> bundles;

    Index(List<IndexedBundle> bundles) {
        this.bundles = bundles.stream().sorted(NEWEST_FIRST).toList();
    }

    /**
     * Reads indexes.
     *
     * @throws RepriseException if one is missing or cannot be read
     */
    static Index read(List<Path> files) {
        List<IndexedBundle> bundles = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (Resource resource : StaxParser.parse(in).resources) {
                    bundles.add(IndexedBundle.of(resource, file));
                }
            } catch (NoSuchFileException e) {
                throw RepriseException.problem("There is no index of methods")
                        .at(file.toString())
                        .hint("Unpack the distribution again.")
                        .because(e);
            } catch (IOException
                    | XMLStreamException
                    | ClassCastException
                    | IllegalArgumentException
                    | IllegalStateException
                    | NullPointerException e) {
                throw RepriseException.problem("The index of methods cannot be read: " + e.getMessage())
                        .at(file.toString())
                        .expected("an OSGi repository index")
                        .hint("Make it again, or unpack the distribution again.")
                        .because(e);
            }
        }
        return new Index(bundles);
    }

    /** All bundles, newest first. */
    List<IndexedBundle> bundles() {
        return bundles;
    }

    /** The newest bundle of each method, ordered by name. */
    Map<String, IndexedBundle> methods() {
        return newest(IndexedBundle::methodName);
    }

    /** The newest bundle of all that can be installed by name, methods and extensions; ordered. */
    Map<String, IndexedBundle> named() {
        return newest(IndexedBundle::installName);
    }

    private Map<String, IndexedBundle> newest(Function<IndexedBundle, String> name) {
        Map<String, IndexedBundle> newest = new TreeMap<>();
        for (IndexedBundle bundle : bundles) {
            String found = name.apply(bundle);
            if (!found.isEmpty()) {
                newest.putIfAbsent(found, bundle);
            }
        }
        return newest;
    }

    /** The bundle of this name and version. */
    Optional<IndexedBundle> find(String name, String version) {
        return bundles.stream()
                .filter(bundle -> bundle.name().equals(name)
                        && bundle.version().toString().equals(version))
                .findFirst();
    }

    /** The names of the methods that bring a plug-in, in their own bundle or in a kit that they need; ordered. */
    List<String> methodsWith(Kind kind, String plugin) {
        return methods().entrySet().stream()
                .filter(method -> withNeeds(method.getValue()).stream()
                        .flatMap(bundle -> bundle.plugins().stream())
                        .anyMatch(promised ->
                                promised.kind() == kind && promised.name().equals(plugin)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Set<IndexedBundle> withNeeds(IndexedBundle bundle) {
        Set<IndexedBundle> found = new LinkedHashSet<>(Set.of(bundle));
        Deque<IndexedBundle> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (Requirement requirement : open.pop().resource().getRequirements(null)) {
                if (isNeeded(requirement)) {
                    bundles.stream()
                            .filter(candidate ->
                                    !matching(candidate.resource(), requirement).isEmpty())
                            .findFirst()
                            .filter(found::add)
                            .ifPresent(open::push);
                }
            }
        }
        return found;
    }

    /** Whether a bundle cannot do without it to be resolved. */
    static boolean isNeeded(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
        return isEffective(requirement) && (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY));
    }

    /** Whether it concerns resolving; services come and go later, by Declarative Services. */
    static boolean isEffective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return !requirement.getNamespace().equals("osgi.service")
                && (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE));
    }

    /** The capabilities of a resource that meet a requirement. */
    static List<Capability> matching(Resource resource, Requirement requirement) {
        return resource.getCapabilities(requirement.getNamespace()).stream()
                .filter(capability -> CapabilitySet.matches(capability, requirement))
                .toList();
    }
}
