package io.reprise.engine.internal.export;

import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.report.Report;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Tells another listener all that it is told itself. */
class ForwardingListener implements RunListener {
    private final RunListener listener;

    ForwardingListener(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public void started(String id, Path folder) {
        listener.started(id, folder);
    }

    @Override
    public void resumed(long done) {
        listener.resumed(done);
    }

    @Override
    public void training(long steps) {
        listener.training(steps);
    }

    @Override
    public void step(long done, long steps, Map<String, Double> metrics, double rate, double secondsLeft) {
        listener.step(done, steps, metrics, rate, secondsLeft);
    }

    @Override
    public void measured(String evaluator, long done, Report report) {
        listener.measured(evaluator, done, report);
    }

    @Override
    public void task(String part, String task, long done, long total) {
        listener.task(part, task, done, total);
    }

    @Override
    public void fetching(String part, String file, long bytes, URI from) {
        listener.fetching(part, file, bytes, from);
    }

    @Override
    public void evaluating(String evaluator) {
        listener.evaluating(evaluator);
    }

    @Override
    public void evaluated(String evaluator, Report report) {
        listener.evaluated(evaluator, report);
    }

    @Override
    public void warning(String message) {
        listener.warning(message);
    }

    @Override
    public void finished(RunResult result) {
        listener.finished(result);
    }

    @Override
    public void ended(String id, boolean cancelled, String reason) {
        listener.ended(id, cancelled, reason);
    }
}
