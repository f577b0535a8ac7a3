package io.reprise.engine.internal.run;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.internal.compose.CheckpointSettings;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.ComposedPart;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.figure.LossCurve;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.plugins.Facts;
import io.reprise.engine.internal.report.RunPage;
import io.reprise.model.Model;
import io.reprise.model.Stateful;
import io.reprise.model.Training;
import io.reprise.report.Report;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.event.Level;

/**
 * One run, from the empty folder, or the last checkpoint, to the record of its end: makes all parts, so that what is wrong with any
 * of them shows before the training; trains; saves the model; evaluates.
 */
final class Execution {
    private final Composed composition;
    private final TensorService tensors;
    private final long budget;
    private final FigureDrawer drawer;
    private final DataFiles data;
    private final RunnerService.Streams streams;
    private final RunListener listener;
    private final Cancellation cancellation;
    private final RunFolder folder;
    private final Optional<RunInfo> resumed;
    private final Instant started;
    private final long startNanos = System.nanoTime();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Double> lastStep = new TreeMap<>();
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private Map<String, String> platform = Map.of();
    private long steps;
    private long stepsHere;
    private long totalSteps;
    private double trainingSeconds;

    /**
     * A run.
     *
     * @param what it is, in its folder
     * @param services what it stands on
     */
    Execution(Work what, Services services, RunListener listener, Cancellation cancellation) {
        this.composition = what.composition();
        this.folder = what.folder();
        this.resumed = what.resumed();
        this.tensors = services.tensors();
        this.budget = services.budget();
        this.drawer = services.drawer();
        this.data = services.data();
        this.streams = services.streams();
        this.listener = listener;
        this.cancellation = cancellation;
        this.started =
                resumed.map(RunInfo::started).orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
        resumed.ifPresent(before -> warnings.addAll(before.warnings()));
    }

    /**
     * What to run.
     *
     * @param folder its own
     * @param resumed what is recorded of it, if it was begun before
     */
    record Work(Composed composition, RunFolder folder, Optional<RunInfo> resumed) {}

    /**
     * What a run stands on.
     *
     * @param budget the most bytes that its tensors may take
     * @param drawer draws its figures
     * @param data finds the user's files
     * @param streams opens the files that grow
     */
    record Services(
            TensorService tensors, long budget, FigureDrawer drawer, DataFiles data, RunnerService.Streams streams) {}

    /**
     * Runs to the end.
     *
     * @param known what is to be warned of already
     * @param alone whether no other run was under way beside this one
     */
    RunResult run(List<String> known, BooleanSupplier alone) {
        try (RunLog log = new RunLog(folder.resolve(RunFolder.LOG))) {
            try {
                if (resumed.isEmpty()) {
                    AtomicFile.write(folder.resolve(RunFolder.PIPELINE), composition.resolvedYaml());
                }
                platform = Platform.describe(
                        TensorSettings.of(composition.tensor()).executor(), tensors);
                warnings.addAll(known);
                record(RunInfo.State.RUNNING, "");
                listener.started(folder.id(), folder.path());
                known.forEach(listener::warning);
                log.line(Level.INFO, "run", resumed.isEmpty() ? "begins" : "goes on", null);
                long before = tensors.liveBytes();
                work(log);
                long left = tensors.liveBytes() - before;
                if (left > 0 && alone.getAsBoolean()) {
                    warn("After the run " + left + " bytes of tensors are left that no part has given back.");
                }
                RunResult result = result();
                record(RunInfo.State.DONE, "");
                log.line(Level.INFO, "run", "is done", null);
                listener.finished(result);
                return result;
            } catch (CancelledException e) {
                end(RunInfo.State.CANCELLED, e, log);
                throw e;
            } catch (RepriseException e) {
                end(RunInfo.State.FAILED, e, log);
                throw e;
            } catch (RuntimeException | Error e) {
                RepriseException failure = RepriseException.problem("The run failed: " + e)
                        .at(folder.id())
                        .hint("This is a fault of Reprise; --debug shows where.")
                        .because(e);
                end(RunInfo.State.FAILED, failure, log);
                throw failure;
            }
        }
    }

    private void work(RunLog log) {
        PartContext.Shared shared = new PartContext.Shared(
                folder, tensors, tensors.random(composition.seed()), data, log, listener, cancellation);
        try (TensorScope scope = tensors.open("run " + folder.id(), budget)) {
            MadeParts parts = new MadeParts(composition, shared, scope);
            Throwable failure = null;
            try {
                parts.make();
                work(parts);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            } finally {
                parts.close(failure);
            }
        }
    }

    private void work(MadeParts parts) {
        Path file = folder.resolve(RunFolder.METRICS);
        ReportFiles files = new ReportFiles(folder, drawer, this::warn);
        Begun begun = begin(parts);
        Position position = begun.position();
        steps = position.done();
        totalSteps = steps;
        lastStep.putAll(position.recorded());
        try (MetricsFile metrics = open(file, position.metricsBytes());
                Checkpoints checkpoints = new Checkpoints(
                        folder,
                        tensors,
                        CheckpointSettings.of(composition.checkpoints()),
                        position.done(),
                        System::nanoTime,
                        this::warn)) {
            Training training = begun.training();
            while (position.trainer() < composition.trainers().size()) {
                position = train(
                        position,
                        training == null ? parts.begin(position.trainer()) : training,
                        parts,
                        metrics,
                        checkpoints);
                training = null;
            }
            if (position.trainer() > 0) {
                save(parts.model());
            }
            try {
                for (MadeParts.Measuring measuring : parts.evaluators()) {
                    evaluate(measuring, parts, metrics, files);
                }
            } catch (CancelledException e) {
                if (position.trainer() > 0) {
                    checkpoints.finish(position, parts.model(), null);
                }
                throw e;
            }
            checkpoints.delete();
        }
        drawCurves(file, files);
    }

    /** The file, as long as it was at the position that the run goes on from. */
    private MetricsFile open(Path file, long length) {
        try {
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (channel.size() < length) {
                        throw RepriseException.problem("The file is shorter than it was at the run's last checkpoint")
                                .at(file.toString())
                                .expected("at least " + length + " bytes")
                                .hint("It was changed since. Run the pipeline anew: reprise run "
                                        + folder.resolve(RunFolder.PIPELINE));
                    }
                    channel.truncate(length);
                }
            }
            return new MetricsFile(
                    file,
                    streams.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    length,
                    System.nanoTime());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    /**
     * Where a run begins.
     *
     * @param training of the trainer that comes next, if that has made steps before; null otherwise
     */
    private record Begun(Position position, Training training) {}

    /** Begins at the last checkpoint, or at the first step. */
    private Begun begin(MadeParts parts) {
        Path file = folder.resolve(Checkpoints.FILE);
        try (TensorScope scope = tensors.open("checkpoint of run " + folder.id())) {
            Optional<Checkpoints.Saved> saved =
                    resumed.isEmpty() ? Optional.empty() : Checkpoints.read(file, tensors, scope);
            if (saved.isEmpty()) {
                return new Begun(Position.START, null);
            }
            Position position = saved.get().position();
            Training training = null;
            restore(parts.model(), saved.get().model(), file);
            if (position.trainer() < composition.trainers().size()) {
                training = parts.begin(position.trainer());
                // Beginning may have changed the model.
                restore(parts.model(), saved.get().model(), file);
                restore(training, saved.get().trainer(), file);
            }
            listener.resumed(position.done());
            return new Begun(position, training);
        }
    }

    private static void restore(Stateful part, Map<String, Tensor> saved, Path file) {
        try {
            part.restore(saved);
        } catch (IllegalArgumentException e) {
            throw RepriseException.problem("The checkpoint does not fit: " + e.getMessage())
                    .at(file.toString())
                    .hint("It may be of another version of the method. Delete it to let the run begin anew.")
                    .because(e);
        }
    }

    /** Lets the next trainer train, from its next step on. */
    private Position train(
            Position from, Training training, MadeParts parts, MetricsFile metrics, Checkpoints checkpoints) {
        ComposedPart part = composition.trainers().get(from.trainer());
        // What is thrown here by the engine itself, such as for a full disk, passes as it is; all else is the
        // plug-in's.
        return Facts.blaming(part.plugin(), "training", () -> {
            Position last = steps(from, training, parts, metrics, checkpoints);
            return new Position(from.trainer() + 1, 0, last.done(), last.metricsBytes(), last.recorded());
        });
    }

    private Position steps(
            Position from, Training training, MadeParts parts, MetricsFile metrics, Checkpoints checkpoints) {
        String trainer = composition.trainers().size() > 1
                ? composition.trainers().get(from.trainer()).name()
                : "";
        List<ComposedPart> measuring = composition.evaluators().stream()
                .filter(part -> part.every().isPresent())
                .toList();
        long count = training.steps();
        totalSteps = from.before() + count;
        listener.training(totalSteps);
        long begin = System.nanoTime();
        StepRate rate = new StepRate(totalSteps, steps, begin);
        Map<String, Double> recorded = from.recorded();
        long step = from.step();
        try {
            for (; step < count; step++) {
                if (cancellation.isCancelled()) {
                    stop(position(from, step, recorded, metrics), parts, training, checkpoints);
                }
                recorded = training.step(step);
                long now = System.nanoTime();
                stepsHere++;
                steps = from.before() + step + 1;
                String broken = metrics.step(steps - 1, trainer, recorded, now);
                if (broken != null) {
                    throw RepriseException.problem(
                                    "The " + broken + " became " + recorded.get(broken) + " in step " + (steps - 1))
                            .at(folder.id())
                            .expected("a finite number")
                            .hint("Lower the learning rate, or look for values in the data that are far too large.");
                }
                if (rate.due(steps, now)) {
                    listener.step(steps, totalSteps, recorded, rate.rate(), rate.secondsLeft(steps));
                }
                for (ComposedPart part : measuring) {
                    if (steps % part.every().getAsLong() == 0) {
                        measure(part, parts, metrics);
                    }
                }
                if (checkpoints.due(steps, now)) {
                    checkpoints.begin(position(from, step + 1, recorded, metrics), parts.model(), training);
                }
            }
            return position(from, step, recorded, metrics);
        } finally {
            trainingSeconds += (System.nanoTime() - begin) / 1e9;
            lastStep.clear();
            lastStep.putAll(recorded);
        }
    }

    private static Position position(Position from, long step, Map<String, Double> recorded, MetricsFile metrics) {
        return new Position(from.trainer(), step, from.before(), metrics.length(), recorded);
    }

    /** Stops between two steps, where the run can go on from later. */
    private static void stop(Position position, MadeParts parts, Training training, Checkpoints checkpoints) {
        if (position.done() > 0) {
            checkpoints.finish(position, parts.model(), training);
        }
        throw new CancelledException();
    }

    private void save(Model model) {
        Map<String, Tensor> state = model.state();
        if (!state.isEmpty()) {
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("pipeline", composition.name());
            metadata.put("seed", Long.toString(composition.seed()));
            metadata.put("steps", Long.toString(steps));
            folder.folder("checkpoints");
            tensors.files().writeSafetensors(folder.resolve(RunFolder.CHECKPOINT), state, metadata);
        }
    }

    /** Lets an evaluator measure while the training goes on: its numbers are recorded, the rest is for the end. */
    private void measure(ComposedPart part, MadeParts parts, MetricsFile metrics) {
        Report report = parts.measure(part);
        metrics.evaluator(part.name(), OptionalLong.of(steps), report.metrics(), System.nanoTime());
        listener.measured(part.name(), steps, report);
    }

    private void evaluate(MadeParts.Measuring measuring, MadeParts parts, MetricsFile metrics, ReportFiles files) {
        checkCancelled();
        ComposedPart part = measuring.part();
        listener.evaluating(part.name());
        Report report = parts.measure(measuring);
        metrics.evaluator(part.name(), OptionalLong.empty(), report.metrics(), System.nanoTime());
        files.write(part.name(), report);
        reports.put(part.name(), report);
        listener.evaluated(part.name(), report);
    }

    private void drawCurves(Path file, ReportFiles files) {
        LossCurve curve = new LossCurve(totalSteps);
        try {
            MetricsTail.read(file, curve::add);
        } catch (IOException e) {
            throw RepriseException.problem("The metrics cannot be read back: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
        curve.figure(composition.name()).ifPresent(figure -> files.draw("trainer", figure));
    }

    private void checkCancelled() {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
    }

    private void warn(String message) {
        warnings.add(message);
        listener.warning(message);
    }

    private RunResult result() {
        return new RunResult(
                folder.id(),
                folder.path(),
                steps,
                trainingSeconds > 0 ? stepsHere / trainingSeconds : 0,
                (System.nanoTime() - startNanos) / 1e9,
                FinalMetrics.of(lastStep, reports),
                reports);
    }

    private void end(RunInfo.State state, RuntimeException failure, RunLog log) {
        String reason = failure.getMessage();
        log.line(state == RunInfo.State.CANCELLED ? Level.INFO : Level.ERROR, "run", reason, failure.getCause());
        try {
            record(state, state == RunInfo.State.CANCELLED ? "" : reason);
        } catch (RepriseException e) {
            // The record goes on saying that the run is under way; readers see that its process is gone.
            failure.addSuppressed(e);
        }
        listener.ended(folder.id(), state == RunInfo.State.CANCELLED, reason);
    }

    private void record(RunInfo.State state, String reason) {
        boolean ended = state != RunInfo.State.RUNNING;
        RunInfo info = new RunInfo(
                folder.id(),
                folder.path(),
                composition.name(),
                composition.summary(),
                state,
                reason,
                composition.seed(),
                started,
                ended ? Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS)) : Optional.empty(),
                steps,
                totalSteps,
                state == RunInfo.State.DONE ? FinalMetrics.of(lastStep, reports) : Map.of(),
                composition.bundles(),
                platform,
                warnings);
        RunRecord.write(info);
        if (ended) {
            RunPage.writeOrWarn(info, listener::warning);
        }
    }
}
