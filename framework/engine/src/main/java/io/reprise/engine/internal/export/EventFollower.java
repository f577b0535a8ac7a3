package io.reprise.engine.internal.export;

import io.reprise.api.RepriseException;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runs;
import io.reprise.engine.internal.run.RunFolder;
import io.reprise.report.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an event file while a run goes on, from the lines that it adds to its metrics: a listener is not told of every step. Times are
 * those at which the lines are read, at most a second or so after the steps.
 */
final class EventFollower extends ForwardingListener {
    private static final String FOLDER = "tensorboard";

    private final Runs runs;
    private final Optional<Path> folder;
    private final Clock clock;
    private Path metrics;
    private EventWriter events;
    private MetricsReader reader;

    EventFollower(Runs runs, Optional<Path> folder, Clock clock, RunListener listener) {
        super(listener);
        this.runs = runs;
        this.folder = folder;
        this.clock = clock;
    }

    /** Something that may fail without harm to the run. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    @Override
    public void started(String id, Path run) {
        super.started(id, run);
        attempt(() -> {
            metrics = run.resolve(RunFolder.METRICS);
            Path target =
                    Files.createDirectories(folder.map(all -> all.resolve(id)).orElseGet(() -> run.resolve(FOLDER)));
            Path file = EventWriter.file(target, id, runs.get(id).started());
            // A run that goes on writes it all anew: the steps after its last checkpoint are made again.
            Files.deleteIfExists(file);
            events = new EventWriter(new BufferedOutputStream(Files.newOutputStream(file)), clock.instant());
            events.flush();
        });
    }

    @Override
    public void training(long steps) {
        super.training(steps);
        follow();
    }

    @Override
    public void step(long done, long steps, Map<String, Double> values, double rate, double secondsLeft) {
        super.step(done, steps, values, rate, secondsLeft);
        follow();
    }

    @Override
    public void measured(String evaluator, long done, Report report) {
        super.measured(evaluator, done, report);
        follow();
    }

    @Override
    public void evaluating(String evaluator) {
        super.evaluating(evaluator);
        follow();
    }

    @Override
    public void evaluated(String evaluator, Report report) {
        super.evaluated(evaluator, report);
        follow();
    }

    @Override
    public void finished(RunResult result) {
        end();
        super.finished(result);
    }

    @Override
    public void ended(String id, boolean cancelled, String reason) {
        end();
        super.ended(id, cancelled, reason);
    }

    private void follow() {
        if (events != null) {
            attempt(() -> {
                if (reader == null && Files.exists(metrics)) {
                    reader = new MetricsReader(metrics);
                }
                if (reader != null) {
                    reader.read((step, values) -> events.scalars(clock.instant(), step, values));
                    events.flush();
                }
            });
        }
    }

    private void end() {
        follow();
        attempt(this::close);
    }

    private void close() throws IOException {
        try (EventWriter written = events;
                MetricsReader read = reader) {
            events = null;
            reader = null;
        }
    }

    private void attempt(Writing writing) {
        try {
            writing.write();
        } catch (IOException | RepriseException e) {
            warning("Nothing more is written for TensorBoard: " + e.getMessage());
            try {
                close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }
}
