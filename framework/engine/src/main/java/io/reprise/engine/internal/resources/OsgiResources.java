package io.reprise.engine.internal.resources;

import io.reprise.engine.internal.plugins.OsgiPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The data in the started bundles of a framework. */
@Component(service = Resources.class)
public final class OsgiResources implements Resources {
    private static final String ENDING = ".yaml";

    private final BundleContext context;

    /** The data in a framework's bundles. */
    @Activate
    public OsgiResources(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Resource> pipelines() {
        return list(PIPELINES).stream()
                .sorted(Comparator.comparing(Resource::name).thenComparing(Resource::bundle))
                .toList();
    }

    @Override
    public List<Resource> claims() {
        return list(CLAIMS).stream()
                .sorted(Comparator.comparing(Resource::bundle).thenComparing(Resource::name))
                .toList();
    }

    @Override
    public List<Resource> data() {
        return list(DATA).stream()
                .sorted(Comparator.comparing(Resource::name).thenComparing(Resource::bundle))
                .toList();
    }

    @Override
    public List<String> methods() {
        return started().stream()
                .map(OsgiPlugins::methodOf)
                .filter(method -> !method.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private List<Bundle> started() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0)
                .filter(bundle -> bundle.getBundleId() != 0)
                .toList();
    }

    private List<Resource> list(String folder) {
        List<Resource> resources = new ArrayList<>();
        for (Bundle bundle : started()) {
            Enumeration<URL> entries = bundle.findEntries(folder, "*" + ENDING, false);
            for (URL url : entries == null ? List.<URL>of() : Collections.list(entries)) {
                String path = url.getPath().replaceFirst("^/", "");
                String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ENDING.length());
                resources.add(new Resource(
                        OsgiPlugins.methodOf(bundle), bundle.getSymbolicName(), name, path, () -> read(url)));
            }
        }
        return resources;
    }

    private static String read(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's entry " + url.getPath() + " cannot be read", e);
        }
    }
}
