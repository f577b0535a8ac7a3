package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Composition;
import io.reprise.engine.Pipelines;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.install.InstallationState;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs compositions, each in the thread that asks for it. */
@Component(service = Runner.class)
public final class RunnerService implements Runner {
    private final Home home;
    private final Function<String, TensorService> executors;
    private final FigureDrawer drawer;
    private final Function<Path, Composition> recompose;
    private final UnaryOperator<String> properties;
    private final DataFiles data;
    private final Streams streams;
    private final AtomicInteger underWay = new AtomicInteger();

    // Not there in a framework without the installer.
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile InstallationState installation;

    /** Opens files that grow while a run goes on; a seam for tests of full disks. */
    @FunctionalInterface
    interface Streams {
        OutputStream open(Path file, OpenOption... options) throws IOException;
    }

    /** The runner of a framework. */
    @Activate
    public RunnerService(
            BundleContext context,
            @Reference Home home,
            @Reference(target = "(" + TensorService.EXECUTOR + "=" + TensorService.NATIVE + ")") TensorService tensors,
            @Reference FigureDrawer drawer,
            @Reference DataFiles data,
            @Reference Pipelines pipelines) {
        this(
                home,
                executor -> executor.equals(TensorService.NATIVE) ? tensors : service(context, executor),
                drawer,
                file -> pipelines.compose(pipelines.read(file)),
                context::getProperty,
                data);
    }

    /**
     * The runner over given properties, which may be null by name.
     *
     * @param executors the tensor service of each executor
     * @param recompose composes the pipeline in a file
     */
    public RunnerService(
            Home home,
            Function<String, TensorService> executors,
            FigureDrawer drawer,
            Function<Path, Composition> recompose,
            UnaryOperator<String> properties,
            DataFiles data) {
        this(home, executors, drawer, recompose, properties, data, Files::newOutputStream);
    }

    RunnerService(
            Home home,
            Function<String, TensorService> executors,
            FigureDrawer drawer,
            Function<Path, Composition> recompose,
            UnaryOperator<String> properties,
            DataFiles data,
            Streams streams) {
        this.recompose = recompose;
        this.properties = properties;
        this.home = home;
        this.executors = executors;
        this.drawer = drawer;
        this.data = data;
        this.streams = streams;
    }

    @Override
    public RunResult run(Composition composition, RunListener listener, Cancellation cancellation) {
        Composed composed = (Composed) composition;
        return execute(
                () -> new Execution.Work(composed, RunFolder.create(home, composed.name()), Optional.empty()),
                composed,
                data,
                warnings(composed),
                listener,
                cancellation);
    }

    @Override
    public RunResult resume(String run, RunListener listener, Cancellation cancellation) {
        RunInfo before = new RunsService(home).get(run);
        refuse(before);
        Composed composed = ((Composed) recompose.apply(before.folder().resolve(RunFolder.PIPELINE)))
                .named(before.pipeline(), before.summary());
        List<String> known = new ArrayList<>(warnings(composed));
        known.addAll(changes(before, composed));
        known.removeAll(before.warnings());
        return execute(
                () -> new Execution.Work(composed, RunFolder.of(before.folder()), Optional.of(before)),
                composed,
                data.from(RunRecord.workingFolder(before.folder())),
                known,
                listener,
                cancellation);
    }

    private static void refuse(RunInfo run) {
        if (run.state() == RunInfo.State.DONE) {
            throw RepriseException.problem("The run is done, so there is nothing to go on with")
                    .at(run.id())
                    .hint("To make it again: reprise run " + run.folder().resolve(RunFolder.PIPELINE));
        }
        if (run.state() == RunInfo.State.RUNNING) {
            throw RepriseException.problem("The run is under way")
                    .at(run.id())
                    .hint("Wait for it, or stop the process that runs it.");
        }
    }

    /** What is no longer as it was when a run began, so that its numbers may not be those of a run never stopped. */
    private static List<String> changes(RunInfo before, Composed now) {
        Map<String, BundleInfo> then = new TreeMap<>();
        before.bundles().forEach(bundle -> then.put(bundle.name(), bundle));
        return now.bundles().stream()
                .filter(bundle -> !bundle.equals(then.get(bundle.name())))
                .map(bundle -> {
                    BundleInfo old = then.get(bundle.name());
                    return "The run goes on with another build of " + bundle.name()
                            + (old == null || old.version().equals(bundle.version())
                                    ? ""
                                    : " (" + bundle.version() + " in place of " + old.version() + ")")
                            + " than it was begun with, so its numbers may differ from those of a run never stopped.";
                })
                .toList();
    }

    private RunResult execute(
            Supplier<Execution.Work> work,
            Composed composed,
            DataFiles files,
            List<String> known,
            RunListener listener,
            Cancellation cancellation) {
        boolean alone = underWay.getAndIncrement() == 0;
        try {
            TensorSettings settings = TensorSettings.of(composed.tensor(), properties);
            TensorService tensors = executors.apply(settings.executor());
            long budget = settings.budget(tensors.memory());
            Execution execution = new Execution(
                    work.get(),
                    new Execution.Services(tensors, budget, drawer, files, streams),
                    listener,
                    cancellation);
            // What other runs hold meanwhile is no leak of this one.
            return execution.run(known, () -> alone && underWay.get() == 1);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static TensorService service(BundleContext context, String executor) {
        try {
            return context
                    .getServiceReferences(TensorService.class, "(" + TensorService.EXECUTOR + "=" + executor + ")")
                    .stream()
                    .sorted(Comparator.reverseOrder())
                    .map(context::getService)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> RepriseException.problem("The executor '" + executor + "' is no longer started")
                            .at(TensorSettings.KEY + ".executor")
                            .hint("Compose the pipeline again."));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the user should know about the bundles that take part. */
    private List<String> warnings(Composition composition) {
        InstallationState state = installation;
        return state == null
                ? List.of()
                : state.differing(
                        composition.bundles().stream().map(BundleInfo::name).toList());
    }
}
