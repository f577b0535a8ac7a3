package io.reprise.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.CancelledException;
import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.Composer;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.report.Report;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerServiceTest {
    private static final String DESCENT = """
            summary: a line by descent
            data: {use: points, examples: 32}
            model: {use: line}
            trainer: {use: descent, steps: 40}
            evaluators:
              - {use: fit}
              - {use: range}
            seed: 7
            """;

    private static final TensorService TENSORS = new NativeTensorService();

    @TempDir
    private Path folder;

    private Home home;
    private final Map<String, String> properties = new HashMap<>();
    private final TestPlugins plugins = TestPlugins.lines();

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
    }

    private Composed compose(String yaml) {
        Offers none = new Offers() {
            @Override
            public List<String> methodsWith(Kind kind, String plugin) {
                return List.of();
            }

            @Override
            public Collection<String> methods() {
                return List.of();
            }

            @Override
            public Collection<String> extensions() {
                return List.of();
            }
        };
        return new Composer(plugins, none)
                .compose(PipelineText.of(Yaml.parse(yaml, "line.yaml", "a pipeline"), "Line", ""));
    }

    private RunnerService runner() {
        return runner(Files::newOutputStream);
    }

    private RunnerService runner(RunnerService.Streams streams) {
        return new RunnerService(
                home,
                executor -> TENSORS,
                new FigureDrawer(),
                file -> compose(read(file)),
                properties::get,
                new DataFiles(
                        new DataFolders(List.of(folder.resolve("data"))),
                        new TestResources(),
                        home,
                        Fetcher.ofProcess(home)),
                streams);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunResult run(String yaml) {
        return runner().run(compose(yaml), RunListener.NONE, new Cancellation());
    }

    private RunInfo only() {
        List<RunInfo> runs = new RunsService(home).list();
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    @Test
    void leavesOneFolderWithEverythingThatTheRunWas() throws IOException {
        RunResult result = run(DESCENT);

        assertThat(result.id()).isEqualTo("0001-line");
        assertThat(result.folder()).isEqualTo(home.runs().resolve("0001-line"));
        try (Stream<Path> files = Files.walk(result.folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> result.folder().relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "pipeline.yaml",
                            "run.json",
                            "reports.json",
                            "report.html",
                            "metrics.jsonl",
                            "log.txt",
                            "checkpoints/final.safetensors",
                            "tables/points.csv",
                            "figures/loss.svg",
                            "figures/loss.png",
                            "figures/loss-dark.svg",
                            "figures/loss-dark.png",
                            "figures/points.svg",
                            "figures/points.png",
                            "figures/points-dark.svg",
                            "figures/points-dark.png",
                            "texts/verdict.txt");
        }
        RunInfo info = only();
        assertThat(info.state()).isEqualTo(RunInfo.State.DONE);
        assertThat(info.steps()).isEqualTo(40);
        assertThat(info.seed()).isEqualTo(7);
        assertThat(info.metrics()).isEqualTo(result.metrics());
        assertThat(info.platform()).containsKeys("java", "system", "kernels");
        assertThat(info.bundles()).extracting("name").containsExactly("io.reprise.api", "io.reprise.test.line");
        assertThat(info.warnings()).isEmpty();
    }

    @Test
    void recordsThePipelineWithEverySettingSoThatItRunsAgain() throws IOException {
        RunResult first = run(DESCENT);
        String resolved = Files.readString(first.folder().resolve("pipeline.yaml"));

        assertThat(resolved).contains("slope: 2", "noise: 0.1", "batch: 8", "learningRate: 0.1", "seed: 7");
        assertThat(compose(resolved).resolvedYaml()).isEqualTo(resolved);
    }

    @Test
    void refusesTensorsBeyondThePipelinesBudgetOrThatOfAllRuns() {
        assertThatThrownBy(() -> run(DESCENT + "tensor: {memory: 10}"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("run 0001-line")
                .hasMessageContaining("of 10 bytes are in use")
                .hasMessageContaining("tensor.memory");

        properties.put("tensor.memory", "20");
        assertThatThrownBy(() -> run(DESCENT)).hasMessageContaining("of 20 bytes are in use");
        assertThat(run(DESCENT + "tensor: {memory: 50%}").metrics()).isNotEmpty();

        properties.put("tensor.memory", "much");
        assertThatThrownBy(() -> run(DESCENT))
                .hasMessage("-Dtensor.memory: 'much' is no amount of memory. Expected: for instance 800m, 4g or 50%.");
        assertThatThrownBy(() -> compose(DESCENT + "tensor: {memori: 1g}"))
                .hasMessageContaining("line.yaml:9:10: tensor.memori: There is no setting 'memori'");
    }

    @Test
    void givesEqualBytesForEqualPipelinesAndSeeds() throws IOException {
        byte[] first = Files.readAllBytes(run(DESCENT).folder().resolve("metrics.jsonl"));
        byte[] second = Files.readAllBytes(run(DESCENT).folder().resolve("metrics.jsonl"));
        byte[] other = Files.readAllBytes(
                run(DESCENT.replace("seed: 7", "seed: 8")).folder().resolve("metrics.jsonl"));

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void writesALineAStepAndALineAnEvaluator() throws IOException {
        RunResult result = run(DESCENT);
        List<String> lines = Files.readAllLines(result.folder().resolve("metrics.jsonl"));

        assertThat(lines).hasSize(42);
        assertThat(lines.get(0)).matches("\\{\"step\":0,\"loss\":[0-9.E-]+,\"rate\":0.1}");
        assertThat(lines.get(40)).startsWith("{\"evaluator\":\"fit\",\"validation.loss\":");
        assertThat(lines.get(41))
                .startsWith("{\"evaluator\":\"range\",\"mean\":")
                .endsWith(",\"examples\":32}");
    }

    @Test
    void learnsTheLineByDescentAsWellAsBySolving() {
        String many = DESCENT.replace("examples: 32", "examples: 500");
        double byDescent =
                run(many.replace("steps: 40", "steps: 400")).metrics().get("validation.loss");
        double bySolving = run(many.replace("{use: descent, steps: 40}", "{use: solve}"))
                .metrics()
                .get("validation.loss");

        // The noise has the variance 0.01, whose estimate from 500 points has a standard deviation of 0.0006; no line
        // is
        // nearer to the points than the solved one.
        assertThat(bySolving).isCloseTo(0.01, within(0.0025));
        assertThat(byDescent).isBetween(bySolving, 1.2 * bySolving);
    }

    @Test
    void savesTheTrainedModel() {
        RunResult result = run(DESCENT.replace("{use: descent, steps: 40}", "{use: solve}")
                .replace("examples: 32", "examples: 32, noise: 0"));
        try (TensorScope scope = TENSORS.open("test")) {
            var saved =
                    TENSORS.files().readSafetensors(scope, result.folder().resolve("checkpoints/final.safetensors"));

            assertThat(saved.get("slope").item()).isCloseTo(2, within(1e-5));
            assertThat(saved.get("intercept").item()).isCloseTo(-1, within(1e-5));
        }
    }

    @Test
    void namesFinalMetricsByNameAndByWhoGaveThem() {
        Map<String, Double> metrics = run(DESCENT).metrics();

        assertThat(metrics)
                .containsKeys("loss", "trainer/loss", "validation.loss", "fit/validation.loss", "mean", "range/mean");
        assertThat(metrics.get("mean")).isEqualTo(metrics.get("range/mean"));
    }

    @Test
    void leavesOutAPlainNameThatTwoEvaluatorsGive() {
        Map<String, Double> metrics =
                run(DESCENT.replace("- {use: range}", "- {use: fit}")).metrics();

        assertThat(metrics)
                .containsKeys("fit/validation.loss", "fit-2/validation.loss")
                .doesNotContainKey("validation.loss");
    }

    @Test
    void evaluatesDataWithoutAModel() {
        RunResult result = run("data: {use: points, noise: 0, slope: 0, intercept: 3}\nevaluators: [{use: range}]");

        assertThat(result.metrics().get("mean")).isCloseTo(3, within(1e-6));
        assertThat(result.steps()).isZero();
        assertThat(result.folder().resolve("checkpoints")).doesNotExist();
    }

    @Test
    void tellsItsListenerWhatHappens() {
        List<String> heard = new ArrayList<>();
        runner().run(
                        compose(DESCENT),
                        new RunListener() {
                            @Override
                            public void started(String id, Path path) {
                                heard.add("started " + id);
                            }

                            @Override
                            public void training(long steps) {
                                heard.add("training " + steps);
                            }

                            @Override
                            public void step(
                                    long done, long steps, Map<String, Double> metrics, double rate, double left) {
                                if (done == 1 || done == steps) {
                                    heard.add("step " + done);
                                    assertThat(metrics).containsKey("loss");
                                    assertThat(rate).isPositive();
                                }
                            }

                            @Override
                            public void evaluated(String evaluator, Report report) {
                                heard.add("evaluated " + evaluator);
                            }

                            @Override
                            public void finished(RunResult result) {
                                heard.add("finished");
                            }
                        },
                        new Cancellation());

        assertThat(heard)
                .containsExactly(
                        "started 0001-line",
                        "training 40",
                        "step 1",
                        "step 40",
                        "evaluated fit",
                        "evaluated range",
                        "finished");
    }

    @Test
    void numbersRunsOneAfterTheOther() {
        run(DESCENT);
        run(DESCENT);

        RunsService runs = new RunsService(home);
        assertThat(runs.list()).extracting(RunInfo::id).containsExactly("0001-line", "0002-line");
        assertThat(runs.get("2").id()).isEqualTo("0002-line");
        assertThatThrownBy(() -> runs.get("0003-line"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("There is no run '0003-line'")
                .hasMessageContaining("Did you mean 0001-line or 0002-line?");
    }

    @Test
    void blamesThePluginThatThrows() {
        assertThatThrownBy(() -> run(DESCENT.replace("{use: descent, steps: 40}", "{use: trouble}")))
                .isInstanceOf(RepriseException.class)
                .hasMessage("bundle io.reprise.test.line 1.0.0: The trainer 'trouble' failed while training: "
                        + "IllegalStateException: out of order. This is a fault of the plug-in; --debug shows where.");

        assertThat(only().state()).isEqualTo(RunInfo.State.FAILED);
        assertThat(only().reason()).contains("out of order");
        assertThat(plugins.leases()).isZero();
        assertThat(only().folder().resolve("log.txt")).content().contains("out of order", "closed after throw");
    }

    @Test
    void failsWhenTheLossIsNoNumber() throws IOException {
        assertThatThrownBy(() -> run(DESCENT.replace("{use: descent, steps: 40}", "{use: trouble, kind: nan}")))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("The loss became NaN in step 2")
                .hasMessageContaining("Lower the learning rate");

        assertThat(only().state()).isEqualTo(RunInfo.State.FAILED);
        assertThat(Files.readAllLines(only().folder().resolve("metrics.jsonl")))
                .containsExactly("{\"step\":0,\"loss\":5}", "{\"step\":1,\"loss\":4}", "{\"step\":2,\"loss\":null}");
    }

    @Test
    void stopsWhenItIsCancelledInTheMiddleOfAStep() {
        Cancellation cancellation = new Cancellation();
        RunListener canceller = new RunListener() {
            @Override
            public void task(String part, String task, long done, long total) {
                assertThat(part).isEqualTo("trainer");
                cancellation.cancel();
            }
        };

        assertThatThrownBy(() -> runner().run(
                                compose(DESCENT.replace("{use: descent, steps: 40}", "{use: trouble, kind: hang}")),
                                canceller,
                                cancellation))
                .isInstanceOf(CancelledException.class);

        assertThat(only().state()).isEqualTo(RunInfo.State.CANCELLED);
        assertThat(only().steps()).isEqualTo(2);
        assertThat(plugins.leases()).isZero();
    }

    @Test
    void warnsOfMemoryThatAPartHasNotGivenBack() {
        run(DESCENT.replace("{use: descent, steps: 40}", "{use: trouble, kind: leak}"));

        assertThat(only().warnings()).singleElement().asString().contains("bytes of tensors are left");
        plugins.trouble.clean();
    }

    @Test
    void givesAllMemoryBack() {
        long before = TENSORS.liveBytes();

        run(DESCENT);

        assertThat(TENSORS.liveBytes()).isEqualTo(before);
    }

    @Test
    void saysWhichDataFileIsMissingAndWhereItLooked() {
        assertThatThrownBy(() -> run(DESCENT.replace("examples: 32", "path: nowhere.txt")))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("nowhere.txt: There is no such file. Expected: the points.")
                .hasMessageContaining(folder.resolve("data").toString())
                .hasMessageContaining("REPRISE_DATA");
    }

    @Test
    void refusesAFolderInPlaceOfADataFile() {
        assertThatThrownBy(() -> run(DESCENT.replace("examples: 32", "path: '" + folder + "'")))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(folder + ": This is a folder, not a file");
    }

    @Test
    void findsDataFilesInTheDataFolders() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("data/text/small"));
        Files.writeString(deep.resolve("points.txt"), "0 1\n1 3\n");

        RunResult result = run(DESCENT.replace("examples: 32", "path: elsewhere/points.txt")
                .replace("{use: descent, steps: 40}", "{use: solve}"));

        assertThat(result.metrics().get("mean")).isEqualTo(2);
        assertThat(result.metrics().get("validation.loss")).isCloseTo(0, within(1e-10));
    }

    @Test
    void endsClearlyWhenTheDiskIsFull() {
        RunnerService.Streams full = (file, options) -> new OutputStream() {
            private int room = 100;

            @Override
            public void write(int b) throws IOException {
                if (room-- <= 0) {
                    throw new IOException("No space left on device");
                }
            }
        };

        assertThatThrownBy(() -> runner(full).run(compose(DESCENT), RunListener.NONE, new Cancellation()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("metrics.jsonl: The file could not be written: No space left on device");

        assertThat(only().state()).isEqualTo(RunInfo.State.FAILED);
        assertThat(only().reason()).contains("No space left on device");
        assertThat(plugins.leases()).isZero();
    }

    @Test
    void saysThatAHomeFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        home = new Home(file);

        assertThatThrownBy(() -> run(DESCENT))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("The home folder cannot be written")
                .hasMessageContaining("--home or REPRISE_HOME");
    }

    @Test
    void tellsARunWhoseProcessIsGone() throws IOException {
        RunResult result = run(DESCENT);
        Path record = result.folder().resolve("run.json");
        String json = Files.readString(record);
        Files.writeString(
                record,
                json.replace("\"state\" : \"done\"", "\"state\" : \"running\"")
                        .replaceFirst("\\{", "{\"process\": {\"pid\": 1, \"started\": \"2001-01-01T00:00:00Z\"},"));
        Path metrics = result.folder().resolve("metrics.jsonl");
        List<String> lines = Files.readAllLines(metrics).subList(0, 10);
        Files.writeString(metrics, String.join("\n", lines) + "\n{\"step\":10,\"lo");

        assertThat(only().state()).isEqualTo(RunInfo.State.INTERRUPTED);
        assertThat(only().steps()).isEqualTo(10);
    }

    @Test
    void leavesOutFoldersThatAreNoRuns() throws IOException {
        run(DESCENT);
        Files.createDirectories(home.runs().resolve("0009-empty"));
        Files.createDirectories(home.runs().resolve("0010-broken"));
        Files.writeString(home.runs().resolve("0010-broken/run.json"), "{\"state\": \"do");

        assertThat(new RunsService(home).list()).extracting(RunInfo::id).containsExactly("0001-line");
        assertThat(run(DESCENT).id()).isEqualTo("0011-line");
    }
}
