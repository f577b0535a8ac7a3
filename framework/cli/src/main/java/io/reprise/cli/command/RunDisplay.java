package io.reprise.cli.command;

import io.reprise.cli.text.Progress;
import io.reprise.cli.text.ProgressLine;
import io.reprise.cli.text.Quantities;
import io.reprise.engine.RunListener;
import io.reprise.report.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows a run while it goes on. */
class RunDisplay implements RunListener {
    private static final int SHOWN_METRICS = 2;
    private static final Path PROCESS_MEMORY = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private final Progress progress;
    private final String prefix;
    private String phase = "preparing";
    private long steps;
    private boolean begun;

    /**
     * A display.
     *
     * @param progress where to
     * @param prefix begins each line, to tell this run from others; may be empty
     */
    RunDisplay(Progress progress, String prefix) {
        this.progress = progress;
        this.prefix = prefix.isEmpty() ? "" : prefix + " ";
    }

    /** Whether the parts had been made: from here on it is the run that fails, not the request. */
    final boolean hasBegun() {
        return begun;
    }

    @Override
    public void resumed(long done) {
        progress.say(prefix + "goes on after step " + done);
    }

    @Override
    public void measured(String evaluator, long done, Report report) {
        List<String> metrics = report.metrics().stream()
                .map(metric -> metric.name() + " " + Quantities.number(metric.value()))
                .toList();
        progress.say(prefix + "after step " + done + ", " + evaluator + ": " + String.join(", ", metrics));
    }

    @Override
    public void training(long total) {
        begun = true;
        phase = "training";
        steps = total;
    }

    @Override
    public void step(long done, long total, Map<String, Double> metrics, double rate, double secondsLeft) {
        List<String> details = new ArrayList<>();
        metrics.entrySet().stream()
                .limit(SHOWN_METRICS)
                .forEach(metric -> details.add(metric.getKey() + " " + Quantities.number(metric.getValue())));
        if (rate > 0) {
            details.add(Quantities.rate(rate));
        }
        if (done < total && secondsLeft >= 0 && secondsLeft < 1e9) {
            details.add(Quantities.duration(Duration.ofMillis((long) (secondsLeft * 1000))) + " left");
        }
        details.add(Quantities.bytes(memory()));
        progress.show(new ProgressLine(prefix + phase, done, total, details));
    }

    @Override
    public void task(String part, String task, long done, long total) {
        if (phase.equals("training") && steps > 1) {
            return;
        }
        progress.show(new ProgressLine(prefix + phase, done, total, List.of(task)));
    }

    @Override
    public void fetching(String part, String file, long bytes, URI from) {
        progress.say(prefix + FetchDisplay.announcement(file, bytes, from));
    }

    @Override
    public void evaluating(String evaluator) {
        begun = true;
        phase = "evaluating " + evaluator;
        progress.show(new ProgressLine(prefix + phase, 0, 0, List.of()));
    }

    @Override
    public void evaluated(String evaluator, Report report) {
        progress.show(new ProgressLine(prefix + phase, 0, 0, List.of("done")));
    }

    @Override
    public void warning(String message) {
        progress.say("warning: " + message);
    }

    /** The process's resident memory, or what is used of the heap where the system does not tell. */
    private static long memory() {
        try {
            return Long.parseLong(Files.readString(PROCESS_MEMORY).split(" ", 3)[1]) * PAGE;
        } catch (IOException | NumberFormatException notLinux) {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
