package io.reprise.engine.internal.sweep;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Pipeline;
import io.reprise.engine.Pipelines;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.engine.Runs;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepProgress;
import io.reprise.engine.Sweeps;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.sweep.SweepState.Slot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Runs what is left of a sweep, several runs at once, each in a thread of its own. */
final class SweepExecution {
    private final Planned plan;
    private final Capacity capacity;
    private final SweepState state;
    private final Engine engine;
    private final Sweeps.Listener listener;
    private final Cancellation cancellation;

    /** Guards what follows, and lets the listener hear one thing at a time. */
    private final Object telling = new Object();

    private final Map<Slot, SweepProgress.Running> running = new LinkedHashMap<>();
    private final long beginNanos = System.nanoTime();
    private int done;
    private int failed;
    private int doneHere;

    /** What does the work. */
    record Engine(Pipelines pipelines, Runner runner, Runs runs) {}

    SweepExecution(
            Planned plan,
            Capacity capacity,
            SweepState state,
            Engine engine,
            Sweeps.Listener listener,
            Cancellation cancellation) {
        this.plan = plan;
        this.capacity = capacity;
        this.state = state;
        this.engine = engine;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Runs what is waiting or was interrupted.
     *
     * @param retryFailed whether what has failed is run anew
     */
    void run(boolean retryFailed) {
        List<Slot> open = new ArrayList<>();
        for (Slot slot : state.slots()) {
            RunState how = state.run(slot).state();
            if (how == RunState.DONE || (how == RunState.FAILED && !retryFailed)) {
                done += how == RunState.DONE ? 1 : 0;
                failed += how == RunState.FAILED ? 1 : 0;
            } else {
                open.add(slot);
            }
        }
        ThreadFactory threads = work -> {
            Thread thread = new Thread(null, work, "reprise-sweep", 0, false);
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService pool = Executors.newFixedThreadPool(capacity.parallel(), threads);
        try {
            List<Future<?>> work = new ArrayList<>();
            open.forEach(slot -> work.add(pool.submit(() -> orEnd(slot))));
            await(work);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Waits for all; the first failure, which is one of the sweep itself, ends the others. */
    private void await(List<Future<?>> work) {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> each : work) {
            while (true) {
                try {
                    each.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancellation.cancel();
                    continue;
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                }
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    /** What a run does not catch is a failure of the sweep, for instance a full disk: no other run is begun then. */
    private void orEnd(Slot slot) {
        try {
            run(slot);
        } catch (RuntimeException | Error e) {
            cancellation.cancel();
            throw e;
        }
    }

    private void run(Slot slot) {
        if (cancellation.isCancelled() || adopted(slot)) {
            return;
        }
        tell(slot, new SweepProgress.Running(slot.point() + 1, plan.seeds().get(slot.seed()), 0, 0));
        try {
            Optional<String> stopped = stopped(slot);
            RunResult result = stopped.isPresent()
                    ? engine.runner().resume(stopped.get(), follower(slot), cancellation)
                    : engine.runner().run(engine.pipelines().compose(pipeline(slot)), follower(slot), cancellation);
            state.done(slot, result);
        } catch (CancelledException e) {
            state.cancelled(slot);
        } catch (RepriseException e) {
            state.failed(slot, e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            state.failed(slot, "The run failed: " + e);
        }
        ended(slot);
    }

    private Pipeline pipeline(Slot slot) {
        Map<String, String> settings = new LinkedHashMap<>(plan.settings().get(slot.point()));
        if (plan.memory().isEmpty() && capacity.memory().isPresent()) {
            settings.put(TensorSettings.KEY + ".memory", capacity.memory().get());
        }
        return plan.pipeline(settings, plan.seeds().get(slot.seed()));
    }

    /** The run of this slot that was stopped, or whose process was killed: it goes on where it was. */
    private Optional<String> stopped(Slot slot) {
        SweepInfo.Run run = state.run(slot);
        if (run.id().isEmpty() || run.state() == RunState.FAILED) {
            return Optional.empty();
        }
        return recorded(run.id())
                .filter(info -> info.state() == RunInfo.State.CANCELLED || info.state() == RunInfo.State.INTERRUPTED)
                .map(RunInfo::id);
    }

    /** Takes over a run that ended well before the sweep could write so. */
    private boolean adopted(Slot slot) {
        SweepInfo.Run run = state.run(slot);
        if (run.id().isEmpty() || run.state() == RunState.FAILED) {
            return false;
        }
        Optional<RunInfo> recorded = recorded(run.id());
        if (recorded.isEmpty() || recorded.get().state() != RunInfo.State.DONE) {
            return false;
        }
        RunInfo info = recorded.get();
        double seconds = info.ended()
                .map(end -> Duration.between(info.started(), end).toMillis() / 1e3)
                .orElse(0.0);
        state.done(slot, run.id(), seconds, info.metrics());
        ended(slot);
        return true;
    }

    private Optional<RunInfo> recorded(String id) {
        try {
            return Optional.of(engine.runs().get(id));
        } catch (RepriseException e) {
            // The user has removed it.
            return Optional.empty();
        }
    }

    private RunListener follower(Slot slot) {
        int point = slot.point() + 1;
        long seed = plan.seeds().get(slot.seed());
        return new RunListener() {
            @Override
            public void started(String id, Path folder) {
                state.began(slot, id);
            }

            @Override
            public void training(long steps) {
                tell(slot, new SweepProgress.Running(point, seed, 0, steps));
            }

            @Override
            public void step(long made, long steps, Map<String, Double> metrics, double rate, double secondsLeft) {
                tell(slot, new SweepProgress.Running(point, seed, made, steps));
            }

            @Override
            public void warning(String message) {
                synchronized (telling) {
                    listener.warning("point " + point + ", seed " + seed + ": " + message);
                }
            }
        };
    }

    private void tell(Slot slot, SweepProgress.Running how) {
        synchronized (telling) {
            running.put(slot, how);
            listener.progress(progress());
        }
    }

    private void ended(Slot slot) {
        synchronized (telling) {
            running.remove(slot);
            SweepInfo.Run run = state.run(slot);
            if (run.state() == RunState.DONE) {
                done++;
                doneHere++;
            } else if (run.state() == RunState.FAILED) {
                failed++;
                doneHere++;
            }
            SweepInfo.Point point =
                    new SweepInfo.Point(slot.point() + 1, plan.settings().get(slot.point()), List.of(run));
            listener.ended(point, run);
            listener.progress(progress());
        }
    }

    private SweepProgress progress() {
        int total = plan.settings().size() * plan.seeds().size();
        double parts = running.values().stream()
                .mapToDouble(each -> each.totalSteps() == 0 ? 0 : (double) each.steps() / each.totalSteps())
                .sum();
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        double left = doneHere + parts > 0.02 ? seconds * (total - done - failed - parts) / (doneHere + parts) : -1;
        return new SweepProgress(done, failed, total, new ArrayList<>(running.values()), left);
    }
}
