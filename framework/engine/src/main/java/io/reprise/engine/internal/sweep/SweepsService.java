package io.reprise.engine.internal.sweep;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Pipelines;
import io.reprise.engine.Runner;
import io.reprise.engine.Runs;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepPlan;
import io.reprise.engine.SweepTable;
import io.reprise.engine.Sweeps;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.home.NumberedFolders;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.report.Figure;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sweeps in the home folder. */
@Component(service = Sweeps.class)
public final class SweepsService implements Sweeps {
    private static final String FILE = "sweep.yaml";
    private static final Pattern ENDING = Pattern.compile("\\.ya?ml$");

    private final Home home;
    private final NumberedFolders folders;
    private final Planner planner;
    private final SweepExecution.Engine engine;
    private final FigureDrawer drawer;

    /** The sweeps of a framework. */
    @Activate
    public SweepsService(
            BundleContext context,
            @Reference Home home,
            @Reference Pipelines pipelines,
            @Reference Runner runner,
            @Reference Runs runs,
            @Reference(target = "(" + TensorService.EXECUTOR + "=" + TensorService.NATIVE + ")") TensorService tensors,
            @Reference FigureDrawer drawer) {
        this(home, pipelines, runner, runs, tensors, drawer, context::getProperty);
    }

    /** Sweeps over given properties, which may be null by name. */
    public SweepsService(
            Home home,
            Pipelines pipelines,
            Runner runner,
            Runs runs,
            TensorService tensors,
            FigureDrawer drawer,
            UnaryOperator<String> properties) {
        this.home = home;
        this.folders = new NumberedFolders(home.folder().resolve("sweeps"), "sweep");
        this.planner = new Planner(pipelines, tensors, properties);
        this.engine = new SweepExecution.Engine(pipelines, runner, runs);
        this.drawer = drawer;
    }

    @Override
    public SweepPlan plan(Path file, Map<String, String> set, List<Long> seeds, OptionalInt parallel) {
        SweepFile read = SweepFile.of(Yaml.read(file, SweepFile.WHAT));
        Path absolute = file.toAbsolutePath();
        String name = ENDING.matcher(absolute.getFileName().toString()).replaceFirst("");
        return planner.plan(read, name, name, absolute.getParent(), new Planner.Wishes(set, seeds, parallel));
    }

    @Override
    public SweepInfo run(SweepPlan plan, Listener listener, Cancellation cancellation) {
        Planned planned = (Planned) plan;
        home.sweeps();
        Path folder = folders.create(planned.name());
        AtomicFile.write(folder.resolve(FILE), planned.toYaml());
        SweepInfo begun = new SweepInfo(
                folder.getFileName().toString(),
                folder,
                planned.name(),
                planned.summary(),
                planned.pipeline().name(),
                SweepInfo.State.RUNNING,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                planned.varied(),
                planned.seeds(),
                planned.file().shown(),
                Map.of(),
                planned.points(),
                List.of());
        return execute(planned, begun, false, listener, cancellation);
    }

    @Override
    public SweepInfo resume(String id, boolean retryFailed, Listener listener, Cancellation cancellation) {
        SweepInfo recorded = get(id);
        SweepFile file = SweepFile.of(Yaml.read(recorded.folder().resolve(FILE), SweepFile.WHAT));
        Planned planned =
                planner.plan(file, recorded.name(), recorded.pipeline(), recorded.folder(), Planner.Wishes.NONE);
        List<Map<String, String>> points =
                recorded.points().stream().map(SweepInfo.Point::settings).toList();
        if (!points.equals(planned.settings()) || !recorded.seeds().equals(planned.seeds())) {
            throw RepriseException.problem("The file says other points or seeds than the sweep has begun with")
                    .at(recorded.folder().resolve(FILE).toString())
                    .hint("Start a new sweep with it: reprise sweep FILE.");
        }
        return execute(planned, recorded, retryFailed, listener, cancellation);
    }

    private SweepInfo execute(
            Planned plan, SweepInfo begun, boolean retryFailed, Listener listener, Cancellation cancellation) {
        try (FileChannel channel = FileChannel.open(
                        begun.folder().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw underWay(begun);
            }
            return locked(plan, begun, retryFailed, listener, cancellation);
        } catch (OverlappingFileLockException e) {
            throw underWay(begun).because(e);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(begun.folder(), e);
        }
    }

    private static RepriseException underWay(SweepInfo sweep) {
        return RepriseException.problem("The sweep '" + sweep.id() + "' is under way")
                .at(sweep.folder().toString())
                .hint("Wait for it, or stop it first.");
    }

    private SweepInfo locked(
            Planned plan, SweepInfo begun, boolean retryFailed, Listener listener, Cancellation cancellation) {
        SweepState state = new SweepState(begun);
        int open = (int) state.slots().stream()
                .map(slot -> state.run(slot).state())
                .filter(how -> how != RunState.DONE && (how != RunState.FAILED || retryFailed))
                .count();
        Capacity capacity = planner.capacity(Math.max(1, open), plan.asked(), plan.memory());
        SweepInfo running = state.write(SweepInfo.State.RUNNING);
        listener.started(running, capacity.parallel());
        if (capacity.reduced()) {
            listener.warning("The memory for tensors is enough for " + capacity.parallel() + " runs at once.");
        }
        new SweepExecution(plan, capacity, state, engine, listener, cancellation).run(retryFailed);
        warnOfMetrics(state, listener);
        SweepInfo reached = state.info(SweepInfo.State.RUNNING);
        boolean complete = reached.count(RunState.DONE) + reached.count(RunState.FAILED) == reached.runs();
        SweepInfo ended = state.write(complete ? SweepInfo.State.DONE : SweepInfo.State.CANCELLED);
        files(ended, listener);
        if (!complete) {
            throw new CancelledException();
        }
        return ended;
    }

    /** A metric that is asked for but that no run gives is most likely misspelt. */
    private static void warnOfMetrics(SweepState state, Listener listener) {
        SweepInfo sweep = state.info(SweepInfo.State.RUNNING);
        Set<String> given = SweepTables.given(sweep);
        for (SweepInfo.Shown shown : sweep.shown()) {
            if (!given.isEmpty() && !given.contains(shown.metric())) {
                String message =
                        "No run gave the metric '" + shown.metric() + "'. " + Nearest.hint(shown.metric(), given);
                state.warn(message);
                listener.warning(message);
            }
        }
    }

    private void files(SweepInfo sweep, Listener listener) {
        SweepTable table = table(sweep);
        AtomicFile.write(sweep.folder().resolve("table.csv"), SweepTables.csv(table));
        AtomicFile.write(sweep.folder().resolve("runs.csv"), SweepTables.runsCsv(sweep));
        for (Figure figure : SweepFigures.of(sweep, table)) {
            draw(sweep.folder().resolve("figures"), figure, listener);
        }
    }

    /** A figure that cannot be drawn (no fonts on this machine, nothing finite to show) does not make the sweep fail. */
    private void draw(Path folder, Figure figure, Listener listener) {
        try {
            FigureDrawer.Drawing drawing = drawer.draw(figure);
            Files.createDirectories(folder);
            String name = NumberedFolders.word(figure.name());
            AtomicFile.write(folder.resolve(name + ".svg"), drawing::svg);
            AtomicFile.write(folder.resolve(name + ".png"), drawing::png);
        } catch (RepriseException e) {
            throw e;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        } catch (RuntimeException | LinkageError | java.awt.AWTError | InternalError e) {
            listener.warning("The figure of " + figure.name() + " was not drawn: " + e.getMessage());
        }
    }

    @Override
    public List<SweepInfo> list() {
        return folders.list().stream()
                .map(SweepRecord::read)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public SweepInfo get(String id) {
        return folders.named(id).stream()
                .map(SweepRecord::read)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> folders.unknown(id));
    }

    @Override
    public SweepTable table(SweepInfo sweep) {
        return SweepTables.of(sweep);
    }
}
