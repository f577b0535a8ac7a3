package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.engine.Cancellation;
import io.reprise.engine.Catalog;
import io.reprise.engine.InstallResult;
import io.reprise.engine.Installer;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.Pipelines;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.model.ModelFactory;
import io.reprise.tensor.TensorService;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A method comes, runs and goes. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MethodIT {
    private static final String METHOD = "dragon-hatchling";

    @Inject
    BundleContext context;

    @Inject
    @Filter(timeout = 15_000)
    Catalog catalog;

    @Inject
    @Filter(timeout = 15_000)
    Installer installer;

    @Inject
    @Filter(timeout = 15_000)
    Pipelines pipelines;

    @Inject
    @Filter(timeout = 15_000)
    Runner runner;

    @Inject
    @Filter(timeout = 15_000)
    TensorService tensors;

    @Configuration
    public Option[] runtime() {
        return Runtime.with(Folders.empty(MethodIT.class, "home"));
    }

    @Test
    public void installsRunsAndUninstallsAMethodWithNothingLeft() throws Exception {
        Map<String, Integer> bundlesBefore = bundles();
        Map<String, Integer> servicesBefore = services();
        Path home = Path.of(context.getProperty("reprise.home"));

        InstallResult installed = installer.install(List.of(METHOD), ProgressListener.NONE);
        assertThat(installed.added()).extracting(InstallResult.Unit::name).contains(METHOD);
        assertThat(installed.added()).as("the method and its kit").hasSize(2);
        assertThat(catalog.plugins()).extracting(PluginInfo::name).contains("bdh", "gpt", "text-bytes", "adamw");
        assertThat(Folders.list(home.resolve("bundles"))).hasSize(2);

        RunResult result = runTiny();
        assertThat(result.folder().resolve("metrics.jsonl")).isNotEmptyFile();
        assertThat(tensors.liveBytes()).isZero();

        WeakReference<ClassLoader> loader = new WeakReference<>(loaderOfAModel());
        InstallResult removed = installer.uninstall(List.of(METHOD));
        assertThat(removed.removed()).hasSize(2);

        assertThat(bundles()).isEqualTo(bundlesBefore);
        assertThat(services()).isEqualTo(servicesBefore);
        assertThat(catalog.methods()).noneMatch(MethodInfo::installed);
        assertThat(Folders.list(home.resolve("bundles"))).isEmpty();
        assertThat(isCollected(loader))
                .as("the method's class loader is garbage")
                .isTrue();
    }

    @Test
    public void canBeInstalledAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            installer.install(List.of(METHOD), ProgressListener.NONE);
            assertThat(installer.install(List.of(METHOD), ProgressListener.NONE).unchanged())
                    .containsExactly(METHOD);
            assertThat(catalog.plugins()).extracting(PluginInfo::method).contains(METHOD);
            installer.uninstall(List.of(METHOD));
            assertThat(catalog.plugins()).extracting(PluginInfo::method).doesNotContain(METHOD);
        }
    }

    private RunResult runTiny() throws Exception {
        Path folder = Path.of(context.getProperty("reprise.home")).resolve("data");
        java.nio.file.Files.createDirectories(folder);
        Path pipeline = TinyRun.in(folder);
        return runner.run(pipelines.compose(pipelines.read(pipeline)), RunListener.NONE, new Cancellation());
    }

    private ClassLoader loaderOfAModel() throws InvalidSyntaxException {
        ServiceReference<?> reference = context.getServiceReferences(ModelFactory.class, "(reprise.plugin.name=bdh)")
                .iterator()
                .next();
        ClassLoader loader = context.getService(reference).getClass().getClassLoader();
        context.ungetService(reference);
        return loader;
    }

    /** Whether nothing holds it any more; the collector may need to be asked several times. */
    private static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return reference.get() == null;
    }

    /** The bundles by name, with their states; one that is lazy may have begun to run. */
    private Map<String, Integer> bundles() {
        Map<String, Integer> states = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            states.put(
                    bundle.getSymbolicName(), bundle.getState() == Bundle.STARTING ? Bundle.ACTIVE : bundle.getState());
        }
        return states;
    }

    /** How many services of each interface there are. */
    private Map<String, Integer> services() throws InvalidSyntaxException {
        Map<String, Integer> counts = new TreeMap<>();
        for (ServiceReference<?> reference : context.getAllServiceReferences(null, null)) {
            counts.merge(Arrays.toString((String[]) reference.getProperty("objectClass")), 1, Integer::sum);
        }
        return counts;
    }
}
