package io.reprise.engine.internal.sweep;

import io.reprise.engine.RunResult;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.Run;
import io.reprise.engine.SweepInfo.RunState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a sweep stands; each change is written to its record at once. Any thread may tell it of changes. */
final class SweepState {
    private final SweepInfo begun;
    private final List<List<Run>> runs = new ArrayList<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** A run's place: the indexes of its point and its seed, counted from 0. */
    record Slot(int point, int seed) {}

    SweepState(SweepInfo begun) {
        this.begun = begun;
        begun.points().forEach(point -> runs.add(new ArrayList<>(point.runs())));
        units.putAll(begun.units());
        warnings.addAll(begun.warnings());
    }

    synchronized Run run(Slot slot) {
        return runs.get(slot.point()).get(slot.seed());
    }

    /** All places, seed by seed, so that each point has its first run before any has its second. */
    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (int seed = 0; seed < begun.seeds().size(); seed++) {
            for (int point = 0; point < begun.points().size(); point++) {
                slots.add(new Slot(point, seed));
            }
        }
        return slots;
    }

    synchronized void began(Slot slot, String id) {
        change(slot, new Run(run(slot).seed(), RunState.RUNNING, id, "", 0, Map.of()));
    }

    synchronized void done(Slot slot, RunResult result) {
        result.reports()
                .forEach((evaluator, report) -> report.metrics().forEach(metric -> {
                    if (!metric.unit().isEmpty()) {
                        units.put(evaluator + "/" + metric.name(), metric.unit());
                        units.put(metric.name(), metric.unit());
                    }
                }));
        done(slot, result.id(), result.seconds(), result.metrics());
    }

    synchronized void done(Slot slot, String id, double seconds, Map<String, Double> metrics) {
        change(slot, new Run(run(slot).seed(), RunState.DONE, id, "", seconds, metrics));
    }

    synchronized void failed(Slot slot, String reason) {
        change(slot, new Run(run(slot).seed(), RunState.FAILED, run(slot).id(), reason, 0, Map.of()));
    }

    synchronized void cancelled(Slot slot) {
        change(slot, new Run(run(slot).seed(), RunState.CANCELLED, run(slot).id(), "", 0, Map.of()));
    }

    synchronized void warn(String message) {
        if (!warnings.contains(message)) {
            warnings.add(message);
        }
    }

    private void change(Slot slot, Run run) {
        runs.get(slot.point()).set(slot.seed(), run);
        write(SweepInfo.State.RUNNING);
    }

    /** Writes the record. */
    synchronized SweepInfo write(SweepInfo.State state) {
        SweepInfo info = info(state);
        SweepRecord.write(info);
        return info;
    }

    synchronized SweepInfo info(SweepInfo.State state) {
        List<SweepInfo.Point> points = new ArrayList<>();
        for (SweepInfo.Point point : begun.points()) {
            points.add(new SweepInfo.Point(point.number(), point.settings(), runs.get(points.size())));
        }
        return new SweepInfo(
                begun.id(),
                begun.folder(),
                begun.name(),
                begun.summary(),
                begun.pipeline(),
                state,
                begun.started(),
                state == SweepInfo.State.RUNNING
                        ? Optional.empty()
                        : Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                begun.varied(),
                begun.seeds(),
                begun.shown(),
                units,
                points,
                warnings);
    }
}
