package io.reprise.engine.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.engine.Cancellation;
import io.reprise.engine.Comparison;
import io.reprise.engine.RunListener;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.Sweeps;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelinesService;
import io.reprise.engine.internal.run.RunnerService;
import io.reprise.engine.internal.run.RunsService;
import io.reprise.engine.internal.sweep.SweepsService;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsServiceTest {
    private static final NativeTensorService TENSORS = new NativeTensorService();

    private static final String DESCENT = """
            data: {use: points, examples: 32}
            model: {use: line}
            trainer: {use: descent, steps: 20}
            evaluators: [{use: fit}]
            """;

    @TempDir
    private Path folder;

    private PipelinesService pipelines;
    private RunnerService runner;
    private Sweeps sweeps;
    private ComparisonsService comparisons;

    @BeforeEach
    void makeHome() {
        Home home = new Home(folder.resolve("home"));
        FigureDrawer drawer = new FigureDrawer();
        TestResources resources = new TestResources().pipeline("line", "descent", DESCENT);
        pipelines = new PipelinesService(TestPlugins.lines(), resources);
        runner = new RunnerService(
                home,
                executor -> TENSORS,
                drawer,
                file -> pipelines.compose(pipelines.read(file)),
                name -> null,
                new DataFiles(DataFolders.of(null, home), resources, home, Fetcher.ofProcess(home)));
        sweeps = new SweepsService(home, pipelines, runner, new RunsService(home), TENSORS, drawer, name -> null);
        comparisons = new ComparisonsService(new RunsService(home), sweeps, drawer);
    }

    private void run(Map<String, String> settings) {
        runner.run(pipelines.compose(pipelines.named("descent").with(settings)), RunListener.NONE, new Cancellation());
    }

    private SweepInfo sweep(String points) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "pipeline: descent\nseeds: 3\n" + points);
        return sweeps.run(
                sweeps.plan(file, Map.of(), List.of(), OptionalInt.empty()), Sweeps.Listener.NONE, new Cancellation());
    }

    @Test
    void putsSingleRunsSideBySide() {
        run(Map.of("trainer.steps", "10"));
        run(Map.of("trainer.steps", "20", "seed", "4"));

        Comparison comparison = comparisons.compare(List.of("1", "0002-descent"), List.of());

        assertThat(comparison.groups())
                .extracting(Comparison.Group::name)
                .containsExactly("0001-descent", "0002-descent");
        assertThat(comparison.settings())
                .containsExactly(new Comparison.Difference("trainer.steps", List.of("10", "20")));
        assertThat(comparison.origins()).isEmpty();
        assertThat(comparison.metrics())
                .first()
                .extracting(Comparison.MetricRow::metric)
                .isEqualTo("validation.loss");
        assertThat(comparison.tests()).isEmpty();
    }

    @Test
    void testsGroupsThatDifferInMoreThanTheSeedOverTheirCommonSeeds() throws IOException {
        SweepInfo sweep = sweep("grid: {trainer.learningRate: [0.01, 0.1, 0.3]}\n");

        Comparison comparison = comparisons.compare(List.of("sweep:1"), List.of("validation.loss"));

        assertThat(comparison.groups())
                .extracting(Comparison.Group::name)
                .containsExactly("trainer.learningRate=0.01", "trainer.learningRate=0.1", "trainer.learningRate=0.3");
        assertThat(comparison.groups()).allMatch(group -> group.runs().size() == 3);
        assertThat(comparison.tests()).hasSize(2).allMatch(test -> test.seeds().equals(List.of(1L, 2L, 3L)));
        Comparison.Test test = comparison.tests().get(0);
        double mean = 0;
        for (int seed = 0; seed < 3; seed++) {
            mean += (sweep.points().get(1).runs().get(seed).metrics().get("validation.loss")
                            - sweep.points().get(0).runs().get(seed).metrics().get("validation.loss"))
                    / 3;
        }
        assertThat(test.difference()).isEqualTo(mean, within(1e-12)).isBetween(test.low(), test.high());
        assertThat(test.tAdjusted()).isGreaterThanOrEqualTo(test.t());
        assertThat(comparison.warnings()).hasSize(2);
        assertThat(comparison.warnings().get(0)).startsWith("Only 3 common seeds");
        assertThat(comparison.warnings().get(1)).startsWith("2 comparisons");
    }

    @Test
    void keepsRunsThatAreAlikeInAllApart() {
        run(Map.of());
        run(Map.of());

        Comparison comparison = comparisons.compare(List.of("1", "2"), List.of());

        assertThat(comparison.groups()).hasSize(2);
        assertThat(comparison.settings()).isEmpty();
    }

    @Test
    void drawsTheLossesOfGroups() throws IOException {
        sweep("grid: {trainer.learningRate: [0.01, 0.1]}\n");
        Comparison comparison = comparisons.compare(List.of("sweep:1"), List.of());

        comparisons.draw(comparison, folder.resolve("loss.svg"));
        comparisons.draw(comparison, folder.resolve("loss.png"));

        assertThat(Files.readString(folder.resolve("loss.svg"))).contains("trainer.learningRate=0.01");
        assertThat(folder.resolve("loss.png")).isNotEmptyFile();
        assertThatThrownBy(() -> comparisons.draw(comparison, folder.resolve("loss.pdf")))
                .hasMessageContaining("ends in .svg or .png");
    }

    @Test
    void refusesWhatCannotBeCompared() {
        run(Map.of());

        assertThatThrownBy(() -> comparisons.compare(List.of("1"), List.of()))
                .hasMessageContaining("There is nothing to compare");
        assertThatThrownBy(() -> comparisons.compare(List.of("1", "0001-descend"), List.of()))
                .hasMessageContaining("Did you mean 0001-descent?");
        run(Map.of("seed", "3"));
        assertThatThrownBy(() -> comparisons.compare(List.of("1", "2"), List.of("validation.los")))
                .hasMessageContaining("Did you mean validation.loss");
    }
}
