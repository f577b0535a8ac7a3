package io.reprise.engine.internal.doctor;

import io.reprise.api.RepriseException;
import io.reprise.engine.Doctor;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.install.InstallationState;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Looks at what this process runs on. */
@Component(service = Doctor.class)
public final class DoctorService implements Doctor {
    private static final int OLDEST_JAVA = 17;
    private static final long LITTLE_MEMORY = 1L << 30;
    private static final long LITTLE_DISK = 1L << 30;
    private static final String PLATFORM = "reprise.platform";

    private final BundleContext context;
    private final Home home;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile InstallationState installation;

    /** The doctor of a framework. */
    @Activate
    public DoctorService(BundleContext context, @Reference Home home) {
        this.context = context;
        this.home = home;
    }

    @Override
    public List<Check> check() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(memory());
        checks.add(homeFolder());
        checks.add(dataFolders());
        checks.add(bundles());
        checks.add(installed());
        checks.addAll(tensors());
        checks.addAll(others());
        return checks;
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        String detail = Runtime.version() + " (" + System.getProperty("java.vendor") + ") on "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return feature >= OLDEST_JAVA
                ? new Check("Java", Check.State.OK, detail)
                : new Check("Java", Check.State.FAILED, detail + "; Java " + OLDEST_JAVA + " or newer is needed");
    }

    private static Check memory() {
        Runtime runtime = Runtime.getRuntime();
        String detail = runtime.availableProcessors() + " processors, heap of at most " + mega(runtime.maxMemory());
        return runtime.maxMemory() >= LITTLE_MEMORY
                ? new Check("memory", Check.State.OK, detail)
                : new Check("memory", Check.State.WARNING, detail + "; large data needs more: give Java -Xmx2g");
    }

    private Check homeFolder() {
        Path probe = home.runs().resolve(".doctor");
        try {
            AtomicFile.write(probe, "written by reprise doctor\n");
            Files.delete(probe);
            FileStore store = Files.getFileStore(home.folder());
            String detail = home.folder() + ", " + mega(store.getUsableSpace()) + " free";
            return store.getUsableSpace() >= LITTLE_DISK
                    ? new Check("home folder", Check.State.OK, detail)
                    : new Check("home folder", Check.State.WARNING, detail + "; runs and checkpoints need room");
        } catch (IOException | io.reprise.api.RepriseException e) {
            return new Check("home folder", Check.State.FAILED, e.getMessage());
        }
    }

    private Check dataFolders() {
        String named = System.getenv("REPRISE_DATA");
        List<String> missing = named == null
                ? List.of()
                : Arrays.stream(named.split(java.io.File.pathSeparator, -1))
                        .filter(folder -> !folder.isBlank() && !Files.isDirectory(Path.of(folder)))
                        .toList();
        if (!missing.isEmpty()) {
            return new Check(
                    "data folders",
                    Check.State.WARNING,
                    "REPRISE_DATA names what is no folder: " + String.join(", ", missing));
        }
        return new Check(
                "data folders",
                Check.State.OK,
                (named == null ? "" : named + " and ")
                        + home.data()
                        + (Files.isDirectory(home.data()) ? "" : " (not there; make it to put data files into it)"));
    }

    /** Bundles of a start level that is not reached, such as those of the shell, are not resolved and need not be. */
    private Check bundles() {
        int level = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        List<String> stopped = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= level)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .toList();
        int all = context.getBundles().length;
        return stopped.isEmpty()
                ? new Check("bundles", Check.State.OK, all + ", none lacks anything")
                : new Check(
                        "bundles",
                        Check.State.WARNING,
                        "Something is missing for " + String.join(", ", stopped) + ", of " + all + " in all");
    }

    private Check installed() {
        InstallationState state = installation;
        if (state == null) {
            return new Check("installed methods", Check.State.WARNING, "The installer is not started");
        }
        List<String> problems = new ArrayList<>(state.problems());
        if (problems.isEmpty()) {
            problems.addAll(state.outdated());
        }
        return problems.isEmpty()
                ? new Check("installed methods", Check.State.OK, "all started")
                : new Check("installed methods", Check.State.WARNING, String.join(" ", problems));
    }

    /** The service is looked up when asked, so that a framework without it can be examined too. */
    private List<Check> tensors() {
        List<ServiceReference<TensorService>> references = services();
        ServiceReference<TensorService> reference = references.isEmpty() ? null : references.get(0);
        TensorService service = reference == null ? null : context.getService(reference);
        if (service == null) {
            return List.of(new Check("tensors", Check.State.FAILED, "No tensor service is started"));
        }
        try {
            List<Check> checks = new ArrayList<>();
            checks.add(executors(references));
            for (Map.Entry<String, String> fact : service.platform().entrySet()) {
                checks.add(new Check(fact.getKey(), state(fact), fact.getValue()));
            }
            checks.add(tensorMemory(service));
            try (TensorScope scope = service.open("doctor")) {
                float[] product = scope.ops()
                        .matmul(scope.of(new float[] {1, 2, 3, 4}, 2, 2), scope.of(new float[] {1, 0, 0, 1}, 2, 2))
                        .toFloats();
                boolean right = Arrays.equals(product, new float[] {1, 2, 3, 4});
                checks.add(new Check(
                        "tensors",
                        right ? Check.State.OK : Check.State.FAILED,
                        right ? "A product was computed" : "A product came out as " + Arrays.toString(product)));
            }
            return checks;
        } catch (RuntimeException | LinkageError e) {
            return List.of(new Check("tensors", Check.State.FAILED, "The native libraries do not work: " + e));
        } finally {
            context.ungetService(reference);
        }
    }

    private Check tensorMemory(TensorService service) {
        long machine = service.memory();
        try {
            TensorSettings settings = TensorSettings.of(Map.of(), context::getProperty);
            long budget = settings.budget(machine);
            String detail = "a run may take " + mega(Math.min(budget, machine)) + " (tensor.memory=" + settings.memory()
                    + "), all runs " + mega(machine) + " beside the heap";
            return budget <= machine
                    ? new Check("tensor memory", Check.State.OK, detail)
                    : new Check("tensor memory", Check.State.WARNING, detail + "; tensor.memory asks for more");
        } catch (RepriseException e) {
            return new Check("tensor memory", Check.State.FAILED, e.getMessage());
        }
    }

    /** All tensor services, the one that computes unless something else is asked for first. */
    private List<ServiceReference<TensorService>> services() {
        try {
            return context.getServiceReferences(TensorService.class, null).stream()
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Check executors(List<ServiceReference<TensorService>> references) {
        List<String> names = references.stream()
                .map(reference -> String.valueOf(reference.getProperty(TensorService.EXECUTOR)))
                .toList();
        String others = names.size() == 1
                ? "; no other is installed"
                : "; also " + String.join(", ", names.subList(1, names.size())) + ", by tensor.executor=NAME";
        return new Check("executor", Check.State.OK, names.get(0) + ", unless a run asks for another" + others);
    }

    /** Scalar kernels are right but slow. */
    private static Check.State state(Map.Entry<String, String> fact) {
        return fact.getKey().equals("kernels")
                        && fact.getValue().toLowerCase(java.util.Locale.ROOT).contains("scalar")
                ? Check.State.WARNING
                : Check.State.OK;
    }

    /**
     * What else computes and is started, such as ND4J: it registers what it is as a supplier of names and values, with its name
     * in the property {@value #PLATFORM}. Asking loads its natives.
     */
    private List<Check> others() {
        Collection<ServiceReference<Supplier>> references;
        try {
            references = context.getServiceReferences(Supplier.class, "(" + PLATFORM + "=*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (references.isEmpty()) {
            return List.of(
                    new Check(
                            "ND4J",
                            Check.State.OK,
                            "not installed; tensor.executor=nd4j and methods that use its arrays need it: reprise install nd4j"));
        }
        return references.stream().sorted().map(this::other).toList();
    }

    private Check other(ServiceReference<Supplier> reference) {
        String name = String.valueOf(reference.getProperty(PLATFORM));
        try {
            Supplier<?> supplier = context.getService(reference);
            if (supplier == null || !(supplier.get() instanceof Map<?, ?> facts)) {
                return new Check(name, Check.State.FAILED, "does not say what it is");
            }
            return new Check(
                    name,
                    Check.State.OK,
                    facts.entrySet().stream()
                            .map(fact -> fact.getKey() + " " + fact.getValue())
                            .collect(Collectors.joining(", ")));
        } catch (RuntimeException | LinkageError e) {
            return new Check(name, Check.State.FAILED, "does not work: " + e.getMessage());
        } finally {
            context.ungetService(reference);
        }
    }

    private static String mega(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
