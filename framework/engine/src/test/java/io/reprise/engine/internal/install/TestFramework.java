package io.reprise.engine.internal.install;

import io.reprise.api.Kind;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.plugins.OsgiPlugins;
import io.reprise.engine.internal.resources.OsgiResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.scr.impl.Activator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A process of its own, as far as what is installed is concerned: a framework with Declarative Services on a home folder. */
final class TestFramework implements AutoCloseable {
    private final Framework framework;
    private final BundleContext context;
    private final Home home;
    private final Installation installation;

    private TestFramework(Path home, Path index, InstalledFile file) throws IOException, BundleException {
        Path storage = Files.createTempDirectory(home.getParent(), "framework");
        String exports = "io.reprise.api;version=1.0.0,io.reprise.data;version=1.0.0,io.reprise.model;version=1.0.0,"
                + "io.reprise.report;version=1.0.0,io.reprise.tensor;version=1.0.0,"
                + "org.osgi.service.component;version=1.5.1,org.osgi.service.component.runtime;version=1.5.1,"
                + "org.osgi.service.component.runtime.dto;version=1.5.1,"
                + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0";
        this.framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        exports,
                        Installation.INDEXES,
                        index.toString(),
                        "felix.log.level",
                        "0",
                        "ds.loglevel",
                        "0"));
        framework.start();
        Bundle components = framework
                .getBundleContext()
                .installBundle("reference:"
                        + Activator.class.getProtectionDomain().getCodeSource().getLocation());
        components.start();
        this.context = components.getBundleContext();
        this.home = new Home(home);
        ServiceReference<ServiceComponentRuntime> runtime = context.getServiceReference(ServiceComponentRuntime.class);
        this.installation = new Installation(context, this.home, context.getService(runtime), file, Duration.ZERO);
    }

    static TestFramework start(Path home, Path index) throws IOException, BundleException {
        return start(home, index, new InstalledFile(home.resolve("installed.json")));
    }

    static TestFramework start(Path home, Path index, InstalledFile file) throws IOException, BundleException {
        return new TestFramework(home, index, file);
    }

    Installation installation() {
        return installation;
    }

    MethodCatalog catalog() {
        return new MethodCatalog(context, installation, new OsgiPlugins(context), new OsgiResources(context));
    }

    /** The bundles of tests that are active, as names and versions. */
    List<String> active() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("test."))
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .sorted()
                .toList();
    }

    /** The value of a header of an active bundle. */
    String header(String name, String header) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> bundle.getHeaders().get(header))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the plug-ins that are registered. */
    List<String> plugins() {
        return new OsgiPlugins(context)
                .list(Kind.EVALUATOR).stream()
                        .map(plugin -> plugin.info().name())
                        .toList();
    }

    /** The names of the files in the folder of jars. */
    List<String> jars() throws IOException {
        Path folder = home.folder().resolve("bundles");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
