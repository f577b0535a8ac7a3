package io.reprise.engine.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.CancelledException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Composition;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepProgress;
import io.reprise.engine.SweepTable;
import io.reprise.engine.Sweeps;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelinesService;
import io.reprise.engine.internal.run.RunnerService;
import io.reprise.engine.internal.run.RunsService;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepsServiceTest {
    private static final NativeTensorService TENSORS = new NativeTensorService();

    private static final String DESCENT = """
            data: {use: points, examples: 32}
            model: {use: line}
            trainer: {use: descent, steps: 20}
            evaluators: [{use: fit}]
            seed: 7
            """;

    private static final String RATES = """
            summary: how far a step should go
            pipeline: descent
            set: {data.noise: 0.2}
            grid: {trainer.learningRate: [0.01, 0.1, 0.3]}
            seeds: [1, 2]
            metrics: [{validation.loss: lowest}]
            """;

    @TempDir
    private Path folder;

    private Home home;
    private TestResources resources;
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<SweepProgress> progress = Collections.synchronizedList(new ArrayList<>());

    private final Sweeps.Listener listener = new Sweeps.Listener() {
        @Override
        public void progress(SweepProgress now) {
            progress.add(now);
        }

        @Override
        public void ended(SweepInfo.Point point, SweepInfo.Run run) {
            heard.add(point.label() + " " + run.seed() + " " + run.state());
        }

        @Override
        public void warning(String message) {
            heard.add(message);
        }
    };

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
        resources = new TestResources().pipeline("line", "descent", DESCENT);
    }

    private RunnerService runner() {
        PipelinesService pipelines = new PipelinesService(TestPlugins.lines(), resources);
        return new RunnerService(
                home,
                executor -> TENSORS,
                new FigureDrawer(),
                file -> pipelines.compose(pipelines.read(file)),
                name -> null,
                new DataFiles(DataFolders.of(null, home), resources, home, Fetcher.ofProcess(home)));
    }

    /** Runs something in place of a runner. */
    @FunctionalInterface
    private interface Running {
        RunResult run(Composition composition, RunListener follower, Cancellation stop);
    }

    /** A runner whose runs are made otherwise; those that go on are not. */
    private Runner running(Running otherwise) {
        return new Runner() {
            @Override
            public RunResult run(Composition composition, RunListener follower, Cancellation stop) {
                return otherwise.run(composition, follower, stop);
            }

            @Override
            public RunResult resume(String run, RunListener follower, Cancellation stop) {
                return runner().resume(run, follower, stop);
            }
        };
    }

    private SweepsService sweeps() {
        return sweeps(runner());
    }

    private SweepsService sweeps(Runner runner) {
        return new SweepsService(
                home,
                new PipelinesService(TestPlugins.lines(), resources),
                runner,
                new RunsService(home),
                TENSORS,
                new FigureDrawer(),
                name -> null);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("rates.yaml"), yaml);
    }

    private SweepInfo sweep(String yaml) throws IOException {
        return sweep(yaml, OptionalInt.empty());
    }

    private SweepInfo sweep(String yaml, OptionalInt parallel) throws IOException {
        Sweeps sweeps = sweeps();
        return sweeps.run(sweeps.plan(file(yaml), Map.of(), List.of(), parallel), listener, new Cancellation());
    }

    @Test
    void runsEveryPointWithEverySeedAndTellsMeansAndSpreads() throws IOException {
        SweepInfo sweep = sweep(RATES);

        assertThat(sweep.id()).isEqualTo("0001-rates");
        assertThat(sweep.state()).isEqualTo(SweepInfo.State.DONE);
        assertThat(sweep.count(RunState.DONE)).isEqualTo(6);
        assertThat(sweep.varied()).containsExactly("trainer.learningRate");
        assertThat(new RunsService(home).list()).hasSize(6).allMatch(run -> run.state() == RunInfo.State.DONE);

        SweepTable table = sweeps().table(sweep);
        assertThat(table.metrics()).containsExactly("validation.loss");
        assertThat(table.rows()).hasSize(3).allMatch(row -> row.done() == 2);
        assertThat(table.best())
                .containsEntry("validation.loss", table.rows().get(0).point());
        SweepTable.Row slow = table.rows().get(2);
        assertThat(slow.settings()).containsEntry("trainer.learningRate", "0.01");
        double first = sweep.points().get(0).runs().get(0).metrics().get("validation.loss");
        double second = sweep.points().get(0).runs().get(1).metrics().get("validation.loss");
        assertThat(slow.metrics().get("validation.loss").mean()).isEqualTo((first + second) / 2, within(1e-12));
        assertThat(slow.metrics().get("validation.loss").deviation())
                .isEqualTo(Math.abs(first - second) / Math.sqrt(2), within(1e-12));
    }

    @Test
    void leavesAFolderWithAllThatItWas() throws IOException {
        SweepInfo sweep = sweep(RATES);

        try (Stream<Path> files = Files.walk(sweep.folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(each -> sweep.folder().relativize(each).toString())
                            .filter(name -> !name.contains("dark")))
                    .containsExactlyInAnyOrder(
                            ".lock",
                            "sweep.yaml",
                            "sweep.json",
                            "table.csv",
                            "runs.csv",
                            "figures/validation.loss.svg",
                            "figures/validation.loss.png");
        }
        assertThat(Files.readAllLines(sweep.folder().resolve("table.csv")))
                .hasSize(4)
                .first()
                .isEqualTo("point,trainer.learningRate,n,failed,validation.loss,validation.loss standard deviation");
        assertThat(Files.readAllLines(sweep.folder().resolve("runs.csv")))
                .hasSize(7)
                .element(1)
                .asString()
                .matches("1,1,0.01,000\\d-descent,done,.*");
        assertThat(sweeps().get("1")).isEqualTo(sweep);
        assertThat(sweeps().list()).containsExactly(sweep);
        assertThat(Files.readString(sweep.folder().resolve("sweep.yaml")))
                .contains("noise: 0.2", "pipeline: descent", "- 0.01", "validation.loss: lowest");
    }

    @Test
    void givesTheSameHoweverManyRunAtOnce() throws IOException {
        List<Map<String, Double>> oneByOne = metrics(sweep(RATES, OptionalInt.of(1)));
        List<Map<String, Double>> together = metrics(sweep(RATES, OptionalInt.of(6)));

        assertThat(together).isEqualTo(oneByOne);
    }

    private static List<Map<String, Double>> metrics(SweepInfo sweep) {
        return sweep.points().stream()
                .flatMap(point -> point.runs().stream())
                .map(SweepInfo.Run::metrics)
                .toList();
    }

    @Test
    void givesEachOfSeveralRunsItsShareOfTheMemory() throws IOException {
        sweep(RATES, OptionalInt.of(3));
        Path run = new RunsService(home).list().get(0).folder();

        assertThat(Files.readString(run.resolve("pipeline.yaml"))).contains("memory: 25%");

        sweep(RATES.replace("data.noise: 0.2", "data.noise: 0.2, tensor.memory: 9m"), OptionalInt.of(3));
        assertThat(Files.readString(new RunsService(home).get("7").folder().resolve("pipeline.yaml")))
                .contains("memory: 9m");
    }

    @Test
    void goesOnWhenARunFails() throws IOException {
        SweepInfo sweep = sweep("""
                pipeline: descent
                list: [{trainer: trouble}, {trainer.steps: 5}]
                seeds: 2
                """);

        assertThat(sweep.state()).isEqualTo(SweepInfo.State.DONE);
        assertThat(sweep.count(RunState.FAILED)).isEqualTo(2);
        assertThat(sweep.count(RunState.DONE)).isEqualTo(2);
        assertThat(sweep.points().get(0).runs().get(0).reason()).contains("out of order");
        assertThat(heard).contains("trainer=trouble 1 failed", "trainer.steps=5 2 done");
        assertThat(sweeps().table(sweep).rows().get(0).failed()).isEqualTo(2);
        assertThat(progress.get(progress.size() - 1)).isEqualTo(new SweepProgress(2, 2, 4, List.of(), 0));

        sweeps().resume("1", false, listener, new Cancellation());
        assertThat(new RunsService(home).list()).hasSize(4);
        sweeps().resume("1", true, listener, new Cancellation());
        assertThat(new RunsService(home).list()).hasSize(6);
    }

    /** Runs some runs, then cancels in the middle of one. */
    private Runner cancellingAfter(int runs, Cancellation cancellation) {
        RunnerService real = runner();
        int[] begun = new int[1];
        return running((composition, follower, stop) -> {
            if (++begun[0] > runs) {
                cancellation.cancel();
            }
            return real.run(composition, follower, stop);
        });
    }

    @Test
    void stopsWhenCancelledAndGoesOnWithoutRunningAnythingTwice() throws IOException {
        Cancellation cancellation = new Cancellation();
        Sweeps stopping = sweeps(cancellingAfter(3, cancellation));

        assertThatThrownBy(() -> stopping.run(
                        stopping.plan(file(RATES), Map.of(), List.of(), OptionalInt.of(1)), listener, cancellation))
                .isInstanceOf(CancelledException.class);
        SweepInfo stopped = sweeps().get("1");
        assertThat(stopped.state()).isEqualTo(SweepInfo.State.CANCELLED);
        assertThat(stopped.count(RunState.DONE)).isEqualTo(3);
        assertThat(stopped.count(RunState.CANCELLED)).isEqualTo(1);
        assertThat(stopped.count(RunState.WAITING)).isEqualTo(2);
        assertThat(stopped.folder().resolve("table.csv")).exists();

        SweepInfo resumed = sweeps().resume("0001-rates", false, listener, new Cancellation());
        assertThat(resumed.state()).isEqualTo(SweepInfo.State.DONE);
        assertThat(resumed.count(RunState.DONE)).isEqualTo(6);
        assertThat(resumed.points().get(0).runs().get(0))
                .isEqualTo(stopped.points().get(0).runs().get(0));
        assertThat(metrics(resumed)).isEqualTo(metrics(sweep(RATES)));
    }

    /** Ends as a killed process would: the record goes on saying that it is under way. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void takesOverARunThatWasDoneWhenTheProcessWasKilled() throws IOException {
        RunnerService real = runner();
        int[] begun = new int[1];
        Runner killed = running((composition, follower, stop) -> {
            RunResult result = real.run(composition, follower, stop);
            if (++begun[0] == 2) {
                throw new Killed();
            }
            return result;
        });
        Sweeps dying = sweeps(killed);
        assertThatThrownBy(() -> dying.run(
                        dying.plan(file(RATES), Map.of(), List.of(), OptionalInt.of(1)), listener, new Cancellation()))
                .isInstanceOf(Killed.class);
        Path record = folder.resolve("home/sweeps/0001-rates/sweep.json");
        String pid = "\"pid\" : " + ProcessHandle.current().pid();
        assertThat(Files.readString(record)).contains(pid);
        Files.writeString(record, Files.readString(record).replace(pid, "\"pid\" : 999999999"));
        assertThat(sweeps().get("1").state()).isEqualTo(SweepInfo.State.INTERRUPTED);

        SweepInfo resumed = sweeps().resume("1", false, listener, new Cancellation());
        assertThat(resumed.count(RunState.DONE)).isEqualTo(6);
        assertThat(new RunsService(home).list()).hasSize(6);
    }

    @Test
    void refusesToGoOnWithASweepThatIsUnderWay() throws IOException {
        Sweeps[] inner = new Sweeps[1];
        List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
        Sweeps sweeps = sweeps(running((composition, follower, stop) -> {
            try {
                inner[0].resume("1", false, Sweeps.Listener.NONE, new Cancellation());
            } catch (RuntimeException e) {
                refused.add(e);
            }
            return runner().run(composition, follower, stop);
        }));
        inner[0] = sweeps;
        sweeps.run(sweeps.plan(file(RATES), Map.of(), List.of(), OptionalInt.empty()), listener, new Cancellation());

        assertThat(refused)
                .hasSize(6)
                .allSatisfy(e -> assertThat(e).hasMessageContaining("The sweep '0001-rates' is under way"));
    }

    @Test
    void composesAllPointsBeforeTheFirstRuns() throws IOException {
        assertThatThrownBy(() -> sweep(RATES.replace("0.3", "-2")))
                .hasMessageContaining("rates.yaml:4:42: grid.trainer.learningRate (point 3)")
                .hasMessageContaining("-2");
        assertThatThrownBy(() -> sweep(RATES.replace("learningRate", "learnigRate")))
                .hasMessageContaining("rates.yaml:4:30: grid.trainer.learnigRate (point 1)")
                .hasMessageContaining("Did you mean learningRate?");
        assertThatThrownBy(() -> sweep(RATES.replace("data.noise", "dat.noise")))
                .hasMessageContaining("rates.yaml:3:18: set.dat.noise")
                .hasMessageContaining("Did you mean data?");
        assertThatThrownBy(() -> sweep("pipeline: descent\nlist: [{trainer.steps: 3}, {data: words}]\n"))
                .hasMessageContaining("rates.yaml:2:28: list: point 2 (data=words)");
        assertThatThrownBy(() -> sweep(RATES.replace("pipeline: descent", "pipeline: decent")))
                .hasMessageContaining("rates.yaml:2:11: pipeline")
                .hasMessageContaining("Did you mean descent?");
        assertThatThrownBy(() -> sweep(RATES.replace("data.noise", "trainer.learningRate")))
                .hasMessageContaining("is set for all points");
        assertThat(new RunsService(home).list()).isEmpty();
        assertThat(sweeps().list()).isEmpty();
    }

    @Test
    void takesPipelinesFromFilesBesideItAndFromItself() throws IOException {
        Files.writeString(folder.resolve("my.yaml"), DESCENT);
        SweepInfo beside = sweep("pipeline: my.yaml\ngrid: {trainer.steps: [2, 3]}\n");
        Files.delete(folder.resolve("my.yaml"));
        SweepInfo itself = sweep("pipeline:\n" + DESCENT.indent(2) + "grid: {trainer.steps: [2, 3]}\n");

        assertThat(beside.seeds()).containsExactly(7L);
        assertThat(beside.points().get(0).runs().get(0).id()).endsWith("-my");
        assertThat(itself.points().get(0).runs().get(0).id()).endsWith("-rates");
        assertThat(metrics(itself)).isEqualTo(metrics(beside));
        Sweeps sweeps = sweeps();
        SweepInfo again = sweeps.run(
                sweeps.plan(beside.folder().resolve("sweep.yaml"), Map.of(), List.of(), OptionalInt.empty()),
                listener,
                new Cancellation());
        assertThat(metrics(again)).isEqualTo(metrics(beside));
        assertThat(sweeps.resume("1", false, listener, new Cancellation()).count(RunState.DONE))
                .isEqualTo(2);
    }

    @Test
    void takesSettingsAndSeedsFromTheCommandLine() throws IOException {
        Sweeps sweeps = sweeps();
        SweepInfo sweep = sweeps.run(
                sweeps.plan(file(RATES), Map.of("trainer.steps", "3"), List.of(9L), OptionalInt.empty()),
                listener,
                new Cancellation());

        assertThat(sweep.runs()).isEqualTo(3);
        assertThat(new RunsService(home).list()).allMatch(run -> run.steps() == 3 && run.seed() == 9);
    }

    @Test
    void warnsOfAMetricThatNoRunGives() throws IOException {
        SweepInfo sweep = sweep(RATES.replace("{validation.loss: lowest}", "validation.los"));

        assertThat(sweep.warnings()).singleElement().asString().contains("'validation.los'", "validation.loss");
        assertThat(heard).contains(sweep.warnings().get(0));
    }

    @Test
    void saysThatThereIsNoSuchSweep() throws IOException {
        sweep(RATES);

        assertThatThrownBy(() -> sweeps().get("0001-rate")).hasMessageContaining("Did you mean 0001-rates?");
    }

    @Test
    void drawsLinesOverOneNumberAHeatMapOverTwoElseBars() throws IOException {
        assertThat(figure("grid: {trainer.learningRate: [0.001, 0.01, 0.1]}"))
                .isEqualTo("Lines log trainer.learningRate 1 line");
        assertThat(figure("grid: {trainer.steps: [1, 2, 3]}")).isEqualTo("Lines trainer.steps 1 line");
        assertThat(figure("grid: {trainer.steps: [1, 2], data.noise: [0, 1]}")).isEqualTo("HeatMap");
        assertThat(figure("grid: {trainer.steps: [1, 2], evaluators: ['fit', 'fit,range']}"))
                .isEqualTo("Lines trainer.steps 2 line");
        assertThat(figure("list: [{trainer: solve}, {trainer.steps: 2}]")).isEqualTo("Bars");
    }

    private String figure(String points) throws IOException {
        SweepInfo sweep = sweep("pipeline: descent\n" + points + "\nmetrics: [validation.loss]\n");
        io.reprise.report.Figure figure =
                SweepFigures.of(sweep, sweeps().table(sweep)).get(0);
        if (figure instanceof io.reprise.report.Figure.Lines lines) {
            return "Lines " + (lines.x().log() ? "log " : "") + lines.x().label() + " "
                    + lines.series().size() + " line";
        }
        return figure.getClass().getSimpleName();
    }
}
