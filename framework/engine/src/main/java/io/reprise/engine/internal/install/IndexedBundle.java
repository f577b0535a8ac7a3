package io.reprise.engine.internal.install;

import io.reprise.api.Kind;
import io.reprise.api.Method;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;

/**
 * A bundle in an index.
 *
 * @param resource what the index says of it
 * @param name its symbolic name
 * @param version its version
 * @param jar where it lies
 * @param bytes its size, as the index says
 * @param sha256 its SHA-256 in lower-case hexadecimal, as the index says
 */
record IndexedBundle(Resource resource, String name, Version version, Path jar, long bytes, String sha256) {
    /**
     * The namespace of the capability by which an optional part of the runtime is installed by name; no method, and needed by
     * none.
     */
    static final String EXTENSION = "reprise.extension";

    private static final String CONTENT = "osgi.content";

    /**
     * What an index says of a bundle.
     *
     * @param index where the index lies, for messages and as the base of relative addresses
     */
    static IndexedBundle of(Resource resource, Path index) {
        Map<String, Object> identity = attributes(resource, IdentityNamespace.IDENTITY_NAMESPACE, index);
        Map<String, Object> content = attributes(resource, CONTENT, index);
        return new IndexedBundle(
                resource,
                (String) identity.get(IdentityNamespace.IDENTITY_NAMESPACE),
                (Version) identity.get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE),
                index.resolveSibling(String.valueOf(content.get("url"))),
                ((Number) content.get("size")).longValue(),
                String.valueOf(content.get(CONTENT)).toLowerCase(Locale.ROOT));
    }

    private static Map<String, Object> attributes(Resource resource, String namespace, Path index) {
        List<Capability> capabilities = resource.getCapabilities(namespace);
        if (capabilities.isEmpty()) {
            throw RepriseException.problem("An entry of the index has no " + namespace)
                    .at(index.toString())
                    .hint("Make the index again, or unpack the distribution again.");
        }
        return capabilities.get(0).getAttributes();
    }

    /** What it says of the method that it is; empty for a kit. */
    Optional<Map<String, Object>> method() {
        return resource.getCapabilities(Method.NAMESPACE).stream()
                .map(Capability::getAttributes)
                .findFirst();
    }

    /** The name of the method that it is; empty for a kit. */
    String methodName() {
        return method().map(attributes -> text(attributes, Method.NAMESPACE)).orElse("");
    }

    /** What it says of the extension that it is; empty if it is none. */
    Optional<Map<String, Object>> extension() {
        return resource.getCapabilities(EXTENSION).stream()
                .map(Capability::getAttributes)
                .findFirst();
    }

    /** The name that it is installed by: of the method or the extension that it is; empty for what is there for others. */
    String installName() {
        return extension().map(attributes -> text(attributes, EXTENSION)).orElse(methodName());
    }

    /** The plug-ins that it promises. */
    List<PromisedPlugin> plugins() {
        return PromisedPlugin.of(resource.getCapabilities(Plugin.NAMESPACE));
    }

    String label() {
        return name + " " + version;
    }

    /** Whether an installed bundle is this one, to the last byte. */
    boolean is(InstalledBundle installed) {
        return name.equals(installed.bundle())
                && version.toString().equals(installed.version())
                && sha256.equals(installed.sha256());
    }

    static String text(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? "" : value.toString();
    }

    /**
     * A plug-in that a bundle promises by a capability.
     *
     * @param kind what it is
     * @param name what pipelines call it
     * @param summary one line
     */
    record PromisedPlugin(Kind kind, String name, String summary) {
        /** The plug-ins of capabilities; those of a kind that this version does not know are left out. */
        static List<PromisedPlugin> of(List<? extends Capability> capabilities) {
            return capabilities.stream()
                    .map(Capability::getAttributes)
                    .filter(attributes -> Arrays.stream(Kind.values())
                            .anyMatch(kind -> kind.name().equals(text(attributes, "kind"))))
                    .map(attributes -> new PromisedPlugin(
                            Kind.valueOf(text(attributes, "kind")),
                            text(attributes, "name"),
                            text(attributes, "summary")))
                    .toList();
        }
    }
}
