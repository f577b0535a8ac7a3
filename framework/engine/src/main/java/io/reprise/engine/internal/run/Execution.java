package io.reprise.engine.internal.run;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.data.Dataset;
import io.reprise.engine.Cancellation;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.ComposedPart;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.figure.LossCurve;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.plugins.Facts;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.engine.internal.report.RunPage;
import io.reprise.model.Evaluator;
import io.reprise.model.Model;
import io.reprise.model.Trainer;
import io.reprise.model.Training;
import io.reprise.report.Report;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * One run, from the empty folder to the record of its end: makes all parts, so that what is wrong with any of them shows
 * before the training; trains; saves the model; evaluates.
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

    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final long startNanos = System.nanoTime();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Double> lastStep = new LinkedHashMap<>();
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private Map<String, String> platform = Map.of();
    private long steps;
    private long totalSteps;
    private double trainingSeconds;

    /** What to close in the end, the last made first. */
    private final Deque<Closing> closings = new ArrayDeque<>();

    private record Closing(Plugins.Installed plugin, AutoCloseable what) {}

    Execution(
            Composed composition,
            Home home,
            TensorService tensors,
            long budget,
            FigureDrawer drawer,
            DataFiles data,
            RunnerService.Streams streams,
            RunListener listener,
            Cancellation cancellation) {
        this.composition = composition;
        this.tensors = tensors;
        this.budget = budget;
        this.drawer = drawer;
        this.data = data;
        this.streams = streams;
        this.listener = listener;
        this.cancellation = cancellation;
        this.folder = RunFolder.create(home, composition.name());
    }

    /**
     * Runs to the end.
     *
     * @param known what is to be warned of already
     * @param alone whether no other run was under way beside this one
     */
    RunResult run(List<String> known, BooleanSupplier alone) {
        try (RunLog log = new RunLog(folder.resolve(RunFolder.LOG))) {
            try {
                AtomicFile.write(folder.resolve(RunFolder.PIPELINE), composition.resolvedYaml());
                platform = Platform.describe(
                        TensorSettings.of(composition.tensor()).executor(), tensors);
                warnings.addAll(known);
                record(RunInfo.State.RUNNING, "");
                listener.started(folder.id(), folder.path());
                known.forEach(listener::warning);
                log.line(Level.INFO, "run", "begins", null);
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
            Throwable failure = null;
            try {
                train(shared, scope);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            } finally {
                close(failure);
            }
        }
    }

    private void train(PartContext.Shared shared, TensorScope scope) {
        Dataset dataset = make(
                composition.data(),
                "opening its data",
                (factory, settings) ->
                        Facts.createDataset(factory, settings, new PartContext(shared, "data", "data", scope)));
        Model model = composition
                .model()
                .map(part -> make(
                        part,
                        "making a model",
                        (factory, settings) -> Facts.createModel(
                                factory,
                                settings,
                                composition.dimensions(),
                                new PartContext(shared, "model", "model", scope))))
                .orElse(null);
        Optional<Trainer> trainer = composition
                .trainer()
                .map(part -> make(
                        part,
                        "making a trainer",
                        (factory, settings) -> Facts.createTrainer(
                                factory, settings, new PartContext(shared, "trainer", "trainer", scope))));
        List<Evaluator> evaluators = new ArrayList<>();
        List<TensorScope> scopes = new ArrayList<>();
        for (ComposedPart part : composition.evaluators()) {
            TensorScope own = scope.open();
            scopes.add(own);
            evaluators.add(make(
                    part,
                    "making an evaluator",
                    (factory, settings) -> Facts.createEvaluator(
                            factory, settings, new PartContext(shared, part.name(), "evaluator:" + part.name(), own))));
        }
        Path file = folder.resolve(RunFolder.METRICS);
        ReportFiles files = new ReportFiles(folder, drawer, this::warn);
        try (MetricsFile metrics = open(file)) {
            if (trainer.isPresent()) {
                ComposedPart part = composition.trainer().orElseThrow();
                Training training =
                        blaming(part, "beginning", () -> trainer.get().begin(model, dataset));
                closings.push(new Closing(part.plugin(), training));
                blaming(part, "training", () -> {
                    steps(training, metrics);
                    return null;
                });
                save(model);
            }
            for (int i = 0; i < evaluators.size(); i++) {
                evaluate(composition.evaluators().get(i), evaluators.get(i), model, dataset, metrics, files);
                scopes.get(i).close();
            }
        }
        drawLosses(file, files);
    }

    private MetricsFile open(Path file) {
        try {
            return new MetricsFile(file, streams.open(file), System.nanoTime());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    /** Makes something of a part's settings. */
    @FunctionalInterface
    private interface Making<T> {
        T make(Object factory, Record settings);
    }

    /** Makes a part and remembers to close it, and to let go of its factory, in the end. */
    private <T> T make(ComposedPart part, String doing, Making<T> making) {
        checkCancelled();
        Plugins.Lease lease = part.plugin().lease();
        closings.push(new Closing(part.plugin(), lease));
        T made = blaming(part, doing, () -> making.make(lease.factory(), part.settings()));
        if (made == null) {
            throw Facts.fault(part.plugin(), doing, new NullPointerException("nothing was made"));
        }
        if (made instanceof AutoCloseable closeable) {
            closings.push(new Closing(part.plugin(), closeable));
        }
        return made;
    }

    /** The engine's own errors, such as a full disk, pass as they are; all else is the plug-in's. */
    private static <T> T blaming(ComposedPart part, String doing, Supplier<T> call) {
        return Facts.blaming(part.plugin(), doing, call);
    }

    private void steps(Training training, MetricsFile metrics) {
        totalSteps = training.steps();
        listener.training(totalSteps);
        long begin = System.nanoTime();
        StepRate rate = new StepRate(totalSteps, begin);
        Map<String, Double> recorded = Map.of();
        try {
            for (long step = 0; step < totalSteps; step++) {
                checkCancelled();
                recorded = training.step(step);
                long now = System.nanoTime();
                steps = step + 1;
                String broken = metrics.step(step, recorded, now);
                if (broken != null) {
                    throw RepriseException.problem(
                                    "The " + broken + " became " + recorded.get(broken) + " in step " + step)
                            .at(folder.id())
                            .expected("a finite number")
                            .hint("Lower the learning rate, or look for values in the data that are far too large.");
                }
                if (rate.due(steps, now)) {
                    listener.step(steps, totalSteps, recorded, rate.rate(), rate.secondsLeft(steps));
                }
            }
        } finally {
            trainingSeconds = (System.nanoTime() - begin) / 1e9;
            lastStep.putAll(recorded);
        }
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

    private void evaluate(
            ComposedPart part,
            Evaluator evaluator,
            Model model,
            Dataset dataset,
            MetricsFile metrics,
            ReportFiles files) {
        checkCancelled();
        listener.evaluating(part.name());
        Report report = blaming(part, "evaluating", () -> evaluator.evaluate(model, dataset));
        metrics.evaluator(part.name(), report.metrics(), System.nanoTime());
        files.write(part.name(), report);
        reports.put(part.name(), report);
        listener.evaluated(part.name(), report);
    }

    private void drawLosses(Path file, ReportFiles files) {
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

    /**
     * Closes all parts.
     *
     * @param failure why the run ends; null if it did not fail
     */
    private void close(Throwable failure) {
        RepriseException first = null;
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                closing.what().close();
            } catch (Exception | LinkageError e) {
                RepriseException fault = Facts.fault(closing.plugin(), "closing", e);
                if (failure != null) {
                    failure.addSuppressed(fault);
                } else if (first == null) {
                    first = fault;
                }
            }
        }
        if (first != null) {
            throw first;
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
                trainingSeconds > 0 ? steps / trainingSeconds : 0,
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
