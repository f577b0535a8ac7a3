package io.reprise.nd4j;

import io.reprise.nd4j.thirdparty.Multiplication;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** A framework with the bundles that ND4J needs, as they were built, and a third party's bundle that imports ND4J. */
final class RuntimeWithNd4j implements AutoCloseable {
    private final Framework framework;
    private final Bundle thirdParty;
    private Bundle nd4j;

    RuntimeWithNd4j(Path storage) throws BundleException, IOException {
        String slf4j = System.getProperty("slf4j.version");
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        storage.toString(),
                        "org.osgi.framework.system.packages.extra",
                        "org.slf4j;version=" + slf4j));
        framework.start();
        BundleContext context = framework.getBundleContext();
        for (String name : new String[] {
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr",
            "jackson-core",
            "reprise-blas",
            "reprise-api",
            "reprise-tensor"
        }) {
            context.installBundle(reference(onClassPath(name)));
        }
        context.installBundle(reference(onClassPath("reprise-blas", "-\\w+-\\w+")));
        installNd4j();
        context.installBundle(reference(new File(System.getProperty("reprise.nd4j.natives"))));
        thirdParty = context.installBundle("third-party", thirdPartyBundle());
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getHeaders("").get("Fragment-Host") == null) {
                bundle.start();
            }
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Sees services as any bundle does; the framework's own context is shown no service of a class that it can't load. */
    BundleContext thirdPartyContext() {
        return thirdParty.getBundleContext();
    }

    Bundle nd4j() {
        return nd4j;
    }

    void installNd4j() throws BundleException {
        nd4j = context().installBundle(reference(new File(System.getProperty("reprise.nd4j.bundle"))));
    }

    /** What a class of the third party's, loaded by its bundle, computes. */
    float[] run(Class<? extends Callable<float[]>> computation) throws Exception {
        Object loaded = thirdParty
                .loadClass(computation.getName())
                .getConstructor(BundleContext.class)
                .newInstance(thirdParty.getBundleContext());
        return (float[]) ((Callable<?>) loaded).call();
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static InputStream thirdPartyBundle() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "third.party");
        headers.putValue(
                "Import-Package",
                "io.reprise.tensor,io.reprise.nd4j,org.osgi.framework,org.nd4j.autodiff.samediff,"
                        + "org.nd4j.autodiff.samediff.ops,org.nd4j.autodiff.listeners,org.nd4j.linalg.api.buffer,"
                        + "org.nd4j.linalg.api.ndarray,org.nd4j.linalg.dataset,org.nd4j.linalg.dataset.api,"
                        + "org.nd4j.linalg.factory,org.nd4j.linalg.learning.config");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream entries = new JarOutputStream(jar, manifest)) {
            for (String name : new String[] {"Multiplication", "LeastSquares"}) {
                entries.putNextEntry(new JarEntry("io/reprise/nd4j/thirdparty/" + name + ".class"));
                try (InputStream in = Multiplication.class.getResourceAsStream(name + ".class")) {
                    in.transferTo(entries);
                }
            }
        }
        return new ByteArrayInputStream(jar.toByteArray());
    }

    private static String reference(File bundle) {
        return "reference:" + bundle.toURI();
    }

    private static File onClassPath(String artifact) {
        return onClassPath(artifact, "");
    }

    private static File onClassPath(String artifact, String classifier) {
        Pattern name = Pattern.compile(Pattern.quote(artifact) + "-\\d[\\d.]*(-SNAPSHOT)?" + classifier + "\\.jar");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (name.matcher(new File(entry).getName()).matches()) {
                return new File(entry);
            }
        }
        throw new IllegalStateException("no " + name + " on the class path");
    }
}
