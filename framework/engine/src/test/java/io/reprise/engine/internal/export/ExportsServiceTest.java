package io.reprise.engine.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.CancelledException;
import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Exports;
import io.reprise.engine.Exports.Format;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.Composer;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.export.EventRecords.Scalar;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.run.RunnerService;
import io.reprise.engine.internal.run.RunsService;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsServiceTest {
    private static final String DESCENT = """
            summary: a line by descent
            data: {use: points, examples: 32}
            model: {use: line}
            trainer: {use: descent, steps: 40}
            evaluators:
              - {use: fit, every: 15}
              - {use: range}
            seed: 7
            """;

    private static final TensorService TENSORS = new NativeTensorService();

    @TempDir
    private Path folder;

    private Home home;
    private ExportsService exports;

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
        exports = new ExportsService(new RunsService(home), TENSORS);
    }

    private static Composed compose(String yaml) {
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
        return new Composer(TestPlugins.lines(), none)
                .compose(PipelineText.of(Yaml.parse(yaml, "line.yaml", "a pipeline"), "Line", ""));
    }

    private RunnerService runner() {
        return new RunnerService(
                home,
                executor -> TENSORS,
                new FigureDrawer(),
                file -> compose(read(file)),
                name -> null,
                new DataFiles(
                        new DataFolders(List.of(folder.resolve("data"))),
                        new TestResources(),
                        home,
                        Fetcher.ofProcess(home)));
    }

    private RunResult run(String yaml, RunListener listener) {
        return runner().run(compose(yaml), listener, new Cancellation());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    /** All but the times. */
    private static List<String> values(Path events) throws IOException {
        return EventRecords.read(events).stream()
                .map(scalar -> scalar.step() + " " + scalar.tag() + " " + scalar.value())
                .toList();
    }

    @Test
    void exportsInAllFormatsAtOnce() throws IOException {
        RunResult run = run(DESCENT, RunListener.NONE);
        Path out = folder.resolve("out");

        Exports.Exported exported = exports.export(
                "1",
                Map.of(
                        Format.TENSORBOARD, out.resolve("logs"),
                        Format.CSV, out.resolve("metrics.csv"),
                        Format.NPZ, out.resolve("arrays/run.npz"),
                        Format.SAFETENSORS, out.resolve("weights.safetensors")));

        assertThat(exported.run()).isEqualTo("0001-line");
        assertThat(exported.files()).containsOnlyKeys(Format.values());
        assertThat(exported.files().values())
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
        assertThat(exported.files().get(Format.TENSORBOARD))
                .isEqualTo(only(out.resolve("logs/0001-line")))
                .asString()
                .contains("tfevents");
        assertThat(out.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(run.folder().resolve("checkpoints/final.safetensors"));
    }

    @Test
    void writesEventsWithTheStepsOfTrainerAndEvaluators() throws IOException {
        RunResult run = run(DESCENT, RunListener.NONE);
        Path file =
                exports.export("1", Map.of(Format.TENSORBOARD, folder)).files().get(Format.TENSORBOARD);

        List<Scalar> scalars = EventRecords.read(file);
        assertThat(scalars.get(0).tag()).isEqualTo("brain.Event:2");
        List<Scalar> losses =
                scalars.stream().filter(scalar -> scalar.tag().equals("loss")).toList();
        assertThat(losses).hasSize(40);
        assertThat(losses.get(39).step()).isEqualTo(39);
        assertThat(losses.get(39).value())
                .isEqualTo(run.metrics().get("trainer/loss").floatValue());
        assertThat(scalars.stream().filter(scalar -> scalar.tag().equals("fit/validation.loss")))
                .extracting(Scalar::step)
                .containsExactly(14L, 29L, 39L);
        assertThat(scalars).extracting(Scalar::tag).contains("range/examples");
        double started = new RunsService(home).get("1").started().toEpochMilli() / 1e3;
        assertThat(scalars).allMatch(scalar -> scalar.wallTime() == started);
    }

    @Test
    void writesOneTableWithARowAStep() throws IOException {
        RunResult run = run(DESCENT, RunListener.NONE);
        Path file = folder.resolve("metrics.csv");
        exports.export("1", Map.of(Format.CSV, file));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(41);
        assertThat(lines.get(0))
                .startsWith("step,loss,rate,fit/validation.loss,")
                .contains(",range/examples");
        assertThat(lines.get(1))
                .startsWith("0,")
                .endsWith(",0.1" + ",".repeat(lines.get(0).split(",").length - 3));
        assertThat(lines.get(40)).startsWith("39,").endsWith(",32").doesNotContain(",,");
        assertThat(Double.parseDouble(lines.get(40).split(",")[3]))
                .isEqualTo(run.metrics().get("fit/validation.loss"));
    }

    @Test
    void writesMetricsAndWeightsForNumPy() {
        RunResult run = run(DESCENT, RunListener.NONE);
        Path file = folder.resolve("run.npz");
        exports.export("1", Map.of(Format.NPZ, file));

        try (TensorScope scope = TENSORS.open("test")) {
            Map<String, Tensor> arrays = TENSORS.files().readNpz(scope, file);
            assertThat(arrays.get("step").toLongs()).hasSize(40).endsWith(38, 39);
            double[] losses = arrays.get("loss").toDoubles();
            assertThat(losses).hasSize(40).endsWith(run.metrics().get("trainer/loss"));
            double[] measured = arrays.get("fit/validation.loss").toDoubles();
            assertThat(measured[13]).isNaN();
            assertThat(measured[14]).isFinite();
            Map<String, Tensor> weights =
                    TENSORS.files().readSafetensors(scope, run.folder().resolve("checkpoints/final.safetensors"));
            assertThat(weights).isNotEmpty();
            weights.forEach((name, weight) ->
                    assertThat(arrays.get("weights/" + name).toDoubles()).isEqualTo(weight.toDoubles()));
        }
        assertThat(TENSORS.liveBytes()).isZero();
    }

    @Test
    void namesMetricsByTheirTrainerWhereThereAreSeveralAndLeavesOutWhatIsHalfThere() throws IOException {
        Path run = run(DESCENT, RunListener.NONE).folder();
        Files.writeString(run.resolve("metrics.jsonl"), """
                {"step":0,"trainer":"pre","loss":2}
                {"step":1,"trainer":"fine, tuning","loss":null,"rate":0.5}
                {"evaluator":"fit","steps":2,"error":1}
                {"evaluator":"count","steps":7}
                {"step":2,"trainer":"fine, tuning","lo""");
        Path file = folder.resolve("metrics.csv");
        exports.export("1", Map.of(Format.CSV, file));

        assertThat(file).hasContent("""
                step,pre/loss,"fine, tuning/rate",fit/error,count/steps
                0,2,,,
                1,,0.5,1,7
                """);
    }

    @Test
    void refusesWhatTheRunDoesNotHave() throws IOException {
        Path run = run(DESCENT, RunListener.NONE).folder();
        Files.delete(run.resolve("checkpoints/final.safetensors"));
        Path csv = folder.resolve("metrics.csv");

        assertThatThrownBy(() -> exports.export("7", Map.of(Format.CSV, csv)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() -> exports.export("1", Map.of(Format.CSV, csv, Format.SAFETENSORS, folder.resolve("w"))))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("0001-line: The run saved no weights");
        assertThat(csv).doesNotExist();
        assertThatThrownBy(() -> exports.export("1", Map.of(Format.CSV, folder)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("This is a folder");

        exports.export("1", Map.of(Format.NPZ, folder.resolve("run.npz")));
        Files.writeString(run.resolve("metrics.jsonl"), "");
        assertThatThrownBy(() -> exports.export("1", Map.of(Format.CSV, csv)))
                .hasMessageContaining("The run recorded no metrics");
        assertThatThrownBy(() -> exports.export("1", Map.of(Format.NPZ, folder.resolve("run.npz"))))
                .hasMessageContaining("The run recorded no metrics");
    }

    @Test
    void writesTheSameWhileARunGoesOn() throws IOException {
        RunResult inside = run(DESCENT, exports.following(Optional.empty(), RunListener.NONE));
        Path followed = only(inside.folder().resolve("tensorboard"));
        Path after = exports.export("1", Map.of(Format.TENSORBOARD, folder.resolve("logs")))
                .files()
                .get(Format.TENSORBOARD);
        assertThat(values(followed)).isEqualTo(values(after));
        assertThat(followed.getFileName()).isEqualTo(after.getFileName());

        run(DESCENT, exports.following(Optional.of(folder.resolve("live")), RunListener.NONE));
        assertThat(values(only(folder.resolve("live/0002-line")))).isEqualTo(values(after));
    }

    @Test
    void canBeReadBeforeTheRunEnds() {
        List<List<String>> seen = new ArrayList<>();
        RunListener looking = new RunListener() {
            private Path run;

            @Override
            public void started(String id, Path path) {
                run = path;
            }

            @Override
            public void evaluating(String evaluator) {
                try {
                    seen.add(values(only(run.resolve("tensorboard"))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        run(DESCENT, exports.following(Optional.empty(), looking));

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).anyMatch(value -> value.startsWith("39 loss"));
    }

    @Test
    void writesARunThatGoesOnFromItsBeginning() throws IOException {
        Cancellation cancellation = new Cancellation();
        RunListener stopping = new RunListener() {
            @Override
            public void measured(String evaluator, long done, io.reprise.report.Report report) {
                cancellation.cancel();
            }
        };
        assertThatThrownBy(() ->
                        runner().run(compose(DESCENT), exports.following(Optional.empty(), stopping), cancellation))
                .isInstanceOf(CancelledException.class);
        runner().resume("1", exports.following(Optional.empty(), RunListener.NONE), new Cancellation());

        Path after =
                exports.export("1", Map.of(Format.TENSORBOARD, folder)).files().get(Format.TENSORBOARD);
        assertThat(values(only(home.runs().resolve("0001-line/tensorboard")))).isEqualTo(values(after));
    }

    @Test
    void warnsAndLetsTheRunGoOnWhenItCannotWrite() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.resolve("0001-line"), "in the way");
        List<String> warnings = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void warning(String message) {
                warnings.add(message);
            }
        };

        RunResult result = run(DESCENT, exports.following(Optional.of(logs), listener));

        assertThat(result.steps()).isEqualTo(40);
        assertThat(warnings).hasSize(1).first().asString().startsWith("Nothing more is written for TensorBoard");
        assertThatThrownBy(() -> exports.following(Optional.of(logs.resolve("0001-line")), listener))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("The folder cannot be made");
    }
}
