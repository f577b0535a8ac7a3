package io.reprise.engine.internal.install;

import io.reprise.api.Method;
import io.reprise.engine.Catalog;
import io.reprise.engine.Claim;
import io.reprise.engine.MethodDetail;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.PluginDetail;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.internal.claims.ClaimsFile;
import io.reprise.engine.internal.pipeline.PipelineKeys;
import io.reprise.engine.internal.plugins.Description;
import io.reprise.engine.internal.plugins.OsgiPlugins;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.engine.internal.resources.Resources;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists methods from the indexes and from the running bundles; where both know one, the running bundle tells. */
@Component(service = Catalog.class)
public final class MethodCatalog implements Catalog {
    private final BundleContext context;
    private final Installation installation;
    private final Plugins plugins;
    private final Resources resources;

    /** A catalog of what an installation has and could have. */
    @Activate
    public MethodCatalog(
            BundleContext context,
            @Reference Installation installation,
            @Reference Plugins plugins,
            @Reference Resources resources) {
        this.context = context;
        this.installation = installation;
        this.plugins = plugins;
        this.resources = resources;
    }

    @Override
    public List<MethodInfo> methods() {
        Map<String, IndexedBundle> offered = installation.index().methods();
        Map<String, MethodInfo> methods = new TreeMap<>();
        offered.forEach((name, bundle) -> methods.put(name, info(bundle)));
        List<InstalledBundle> installed = installation.installed();
        Arrays.stream(context.getBundles())
                .filter(RunningBundles::isActive)
                .filter(bundle -> !OsgiPlugins.methodOf(bundle).isEmpty())
                .forEach(bundle -> methods.put(OsgiPlugins.methodOf(bundle), info(bundle, installed)));
        return List.copyOf(methods.values());
    }

    private static MethodInfo info(IndexedBundle bundle) {
        return info(bundle.method().orElseThrow(), bundle.version().toString(), false, bundle.bytes(), bundle.name());
    }

    private static MethodInfo info(Bundle bundle, List<InstalledBundle> installed) {
        String version = bundle.getVersion().toString();
        long bytes = installed.stream()
                .filter(entry -> entry.bundle().equals(bundle.getSymbolicName()))
                .filter(entry -> entry.version().equals(version))
                .mapToLong(InstalledBundle::bytes)
                .findFirst()
                .orElse(0);
        Map<String, Object> attributes = bundle.adapt(BundleRevision.class)
                .getDeclaredCapabilities(Method.NAMESPACE)
                .get(0)
                .getAttributes();
        return info(attributes, version, true, bytes, bundle.getSymbolicName());
    }

    private static MethodInfo info(
            Map<String, Object> attributes, String version, boolean installed, long bytes, String bundle) {
        return new MethodInfo(
                IndexedBundle.text(attributes, Method.NAMESPACE),
                IndexedBundle.text(attributes, "title"),
                IndexedBundle.text(attributes, "family"),
                IndexedBundle.text(attributes, "summary"),
                IndexedBundle.text(attributes, "source"),
                version,
                installed,
                bytes,
                bundle);
    }

    @Override
    public MethodDetail describe(String name) {
        List<MethodInfo> methods = methods();
        MethodInfo method = methods.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Installation.unknown(
                        name, methods.stream().map(MethodInfo::name).toList()));
        Optional<IndexedBundle> offered =
                Optional.ofNullable(installation.index().methods().get(name));
        return method.installed() ? running(method) : offered(method, offered.orElseThrow());
    }

    private MethodDetail running(MethodInfo method) {
        return new MethodDetail(
                method,
                plugins.list().stream()
                        .filter(plugin -> plugin.info().bundle().equals(method.bundle()))
                        .map(Description::of)
                        .toList(),
                resources.pipelines().stream()
                        .filter(resource -> resource.bundle().equals(method.bundle()))
                        .map(MethodCatalog::pipeline)
                        .toList(),
                claims(resources.claims().stream()
                        .filter(resource -> resource.bundle().equals(method.bundle()))
                        .toList()));
    }

    private static MethodDetail offered(MethodInfo method, IndexedBundle bundle) {
        return new MethodDetail(
                method,
                bundle.plugins().stream()
                        .map(promised -> new PluginInfo(
                                promised.kind(),
                                promised.name(),
                                promised.summary(),
                                method.name(),
                                method.bundle(),
                                method.version()))
                        .sorted(Comparator.comparing(PluginInfo::kind).thenComparing(PluginInfo::name))
                        .map(plugin -> new PluginDetail(plugin, List.of(), Map.of()))
                        .toList(),
                JarResources.list(bundle, Resources.PIPELINES).stream()
                        .map(MethodCatalog::pipeline)
                        .toList(),
                claims(JarResources.list(bundle, Resources.CLAIMS)));
    }

    private static PipelineInfo pipeline(Resources.Resource resource) {
        // What it includes need not be installed yet.
        YamlValue.Mapping pipeline = Yaml.parse(resource.text().get(), resource.place(), "a pipeline in YAML")
                .mapping(resource.name());
        return new PipelineInfo(resource.name(), pipeline.text(PipelineKeys.SUMMARY, ""), resource.method());
    }

    private static List<Claim> claims(List<Resources.Resource> files) {
        return files.stream()
                .flatMap(file -> ClaimsFile.of(Yaml.parse(file.text().get(), file.place(), "claims in YAML")).stream())
                .toList();
    }

    @Override
    public List<PluginInfo> plugins() {
        return plugins.list().stream().map(Plugins.Installed::info).toList();
    }
}
