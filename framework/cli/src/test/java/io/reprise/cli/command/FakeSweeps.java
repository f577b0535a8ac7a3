package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Spread;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.Goal;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepPlan;
import io.reprise.engine.SweepProgress;
import io.reprise.engine.SweepTable;
import io.reprise.engine.Sweeps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sweeps that give set answers.
 *
 * @param asked what was asked for
 */
record FakeSweeps(List<String> asked) implements Sweeps {
    private static SweepInfo.Run run(long seed, RunState state, String reason) {
        return new SweepInfo.Run(seed, state, "0007-line", reason, 1, Map.of());
    }

    private static SweepInfo sweep(SweepInfo.State state, RunState last) {
        return new SweepInfo(
                "0003-rates",
                Path.of("sweeps", "0003-rates"),
                "rates",
                "two rates",
                "line",
                state,
                Instant.parse("2020-01-02T03:04:05Z"),
                Optional.empty(),
                List.of("trainer.learningRate"),
                List.of(1L, 2L),
                List.of(new SweepInfo.Shown("validation.loss", Goal.LOWEST)),
                Map.of("validation.loss", "nats/byte"),
                List.of(
                        new SweepInfo.Point(
                                1,
                                Map.of("trainer.learningRate", "0.1"),
                                List.of(run(1, RunState.DONE, ""), run(2, RunState.DONE, ""))),
                        new SweepInfo.Point(
                                2,
                                Map.of("trainer.learningRate", "0.2"),
                                List.of(run(1, RunState.DONE, ""), run(2, last, "The loss became NaN")))),
                List.of());
    }

    @Override
    public SweepPlan plan(Path file, Map<String, String> set, List<Long> seeds, OptionalInt parallel) {
        asked.add("plan " + file + " " + set + " " + seeds + " " + parallel);
        SweepInfo sweep = sweep(SweepInfo.State.RUNNING, RunState.FAILED);
        return new SweepPlan() {
            @Override
            public String name() {
                return "rates";
            }

            @Override
            public String summary() {
                return "two rates";
            }

            @Override
            public List<String> varied() {
                return sweep.varied();
            }

            @Override
            public List<SweepInfo.Point> points() {
                return sweep.points();
            }

            @Override
            public List<Long> seeds() {
                return sweep.seeds();
            }

            @Override
            public int parallel() {
                return 2;
            }

            @Override
            public String toYaml() {
                return "pipeline: line\n";
            }
        };
    }

    @Override
    public SweepInfo run(SweepPlan plan, Listener listener, Cancellation cancellation) {
        asked.add("sweep " + plan.name());
        SweepInfo sweep = sweep(SweepInfo.State.DONE, RunState.FAILED);
        listener.started(sweep, 2);
        listener.progress(new SweepProgress(
                1, 0, 4, List.of(new SweepProgress.Running(1, 2, 5, 10), new SweepProgress.Running(2, 1, 0, 0)), 65));
        listener.ended(sweep.points().get(1), sweep.points().get(1).runs().get(1));
        listener.warning("something");
        return sweep;
    }

    @Override
    public SweepInfo resume(String id, boolean retryFailed, Listener listener, Cancellation cancellation) {
        asked.add("resume " + id + " " + retryFailed);
        SweepInfo sweep = sweep(SweepInfo.State.DONE, RunState.DONE);
        listener.started(sweep, 1);
        if (id.equals("4")) {
            throw new CancelledException();
        }
        return sweep;
    }

    @Override
    public List<SweepInfo> list() {
        return List.of(sweep(SweepInfo.State.CANCELLED, RunState.WAITING));
    }

    @Override
    public SweepInfo get(String id) {
        return sweep(SweepInfo.State.CANCELLED, RunState.WAITING);
    }

    @Override
    public SweepTable table(SweepInfo sweep) {
        return new SweepTable(
                sweep.varied(),
                List.of("validation.loss"),
                sweep.units(),
                List.of(
                        new SweepTable.Row(
                                2,
                                Map.of("trainer.learningRate", "0.2"),
                                1,
                                1,
                                Map.of("validation.loss", new Spread(2, Double.NaN, 1))),
                        new SweepTable.Row(
                                1,
                                Map.of("trainer.learningRate", "0.1"),
                                2,
                                0,
                                Map.of("validation.loss", new Spread(2.5, 0.125, 2)))),
                Map.of("validation.loss", 2));
    }
}
