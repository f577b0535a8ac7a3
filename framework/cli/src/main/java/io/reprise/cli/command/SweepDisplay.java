package io.reprise.cli.command;

import io.reprise.cli.text.Progress;
import io.reprise.cli.text.ProgressLine;
import io.reprise.cli.text.Quantities;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepProgress;
import io.reprise.engine.Sweeps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows a sweep while it goes on. */
final class SweepDisplay implements Sweeps.Listener {
    private static final int SHOWN_RUNS = 4;

    private final Progress progress;
    private String id = "";

    SweepDisplay(Progress progress) {
        this.progress = progress;
    }

    /** The sweep's name; empty before it has begun. */
    String id() {
        return id;
    }

    @Override
    public void started(SweepInfo sweep, int parallel) {
        id = sweep.id();
        progress.say("Sweep " + id + ": " + Quantities.counted(sweep.points().size(), "point") + " x "
                + Quantities.counted(sweep.seeds().size(), "seed") + ", "
                + Quantities.counted(parallel, "run") + " at once");
    }

    @Override
    public void progress(SweepProgress now) {
        List<String> details = new ArrayList<>();
        if (now.failed() > 0) {
            details.add(now.failed() + " failed");
        }
        if (now.secondsLeft() > 0 && now.secondsLeft() < 1e9) {
            details.add(Quantities.duration(Duration.ofMillis((long) (now.secondsLeft() * 1000))) + " left");
        }
        now.running().stream().limit(SHOWN_RUNS).forEach(run -> details.add(running(run)));
        if (now.running().size() > SHOWN_RUNS) {
            details.add("and " + (now.running().size() - SHOWN_RUNS) + " more");
        }
        progress.show(new ProgressLine("runs", now.done() + now.failed(), now.total(), details));
    }

    private static String running(SweepProgress.Running run) {
        String part = run.totalSteps() == 0 ? "" : " " + 100 * run.steps() / run.totalSteps() + "%";
        return "#" + run.point() + " seed " + run.seed() + part;
    }

    @Override
    public void ended(SweepInfo.Point point, SweepInfo.Run run) {
        if (run.state() == RunState.FAILED) {
            progress.say(
                    "failed: #" + point.number() + " " + point.label() + ", seed " + run.seed() + ": " + run.reason());
        }
    }

    @Override
    public void warning(String message) {
        progress.say("warning: " + message);
    }
}
