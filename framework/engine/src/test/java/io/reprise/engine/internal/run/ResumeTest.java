package io.reprise.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.CancelledException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelinesService;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.report.Report;
import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    /** Two trainers, one after the other, and an evaluator that measures on the way: 24 steps. */
    private static final String LONG = """
            data: {use: points, examples: 32}
            transforms: [{use: shift, by: 0.5, noise: 0.1}]
            model: {use: line}
            trainers:
              - {use: momentum, steps: 14, learningRate: 0.02}
              - {use: momentum, steps: 10, learningRate: 0.01}
            evaluators:
              - {use: fit, every: 6}
              - {use: range}
            checkpoints: {every: 5}
            seed: 7
            """;

    /** In both trainings, at, before and after what is due: measuring (6), checkpoints (5), the change of trainers (14), the end. */
    private static final List<Integer> STOPS = List.of(1, 5, 6, 13, 14, 15, 23);

    private static final TensorService TENSORS = new NativeTensorService();

    @TempDir
    private Path folder;

    private Home home;
    private final TestPlugins plugins = TestPlugins.lines();
    private PipelinesService pipelines;
    private RunnerService runner;
    private long live;

    @BeforeEach
    void makeRunner() {
        home = new Home(folder.resolve("home"));
        TestResources resources = new TestResources();
        pipelines = new PipelinesService(plugins, resources);
        runner = new RunnerService(
                home,
                executor -> TENSORS,
                new FigureDrawer(),
                file -> pipelines.compose(pipelines.read(file)),
                name -> null,
                new DataFiles(DataFolders.of(null, home), resources, home, Fetcher.ofProcess(home)));
        live = TENSORS.liveBytes();
    }

    @AfterEach
    void nothingIsLeftInUse() {
        assertThat(TENSORS.liveBytes()).isEqualTo(live);
        assertThat(plugins.leases()).isZero();
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("long.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private RunResult run(String yaml, Cancellation cancellation) {
        return runner.run(pipelines.compose(pipelines.read(file(yaml))), RunListener.NONE, cancellation);
    }

    private RunResult resume(String run) {
        plugins.momentum.afterStep(step -> {});
        return runner.resume(run, RunListener.NONE, new Cancellation());
    }

    private RunInfo newest() {
        List<RunInfo> runs = new RunsService(home).list();
        return runs.get(runs.size() - 1);
    }

    private static byte[] metrics(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("metrics.jsonl"));
    }

    private static byte[] weights(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("checkpoints/final.safetensors"));
    }

    private void same(RunResult resumed, RunResult undisturbed) throws IOException {
        assertThat(Files.readString(resumed.folder().resolve("metrics.jsonl")))
                .isEqualTo(Files.readString(undisturbed.folder().resolve("metrics.jsonl")));
        assertThat(weights(resumed.folder())).isEqualTo(weights(undisturbed.folder()));
        assertThat(resumed.metrics()).isEqualTo(undisturbed.metrics());
        assertThat(resumed.steps()).isEqualTo(undisturbed.steps());
    }

    @Test
    void recordsEachTrainerAndWhatIsMeasuredOnTheWay() throws IOException {
        RunResult result = run(LONG, new Cancellation());
        List<String> lines = Files.readAllLines(result.folder().resolve("metrics.jsonl"));

        assertThat(result.steps()).isEqualTo(24);
        assertThat(lines).hasSize(24 + 4 + 2);
        assertThat(lines.get(0)).startsWith("{\"step\":0,\"trainer\":\"trainer\",\"loss\":");
        assertThat(lines.get(6)).startsWith("{\"evaluator\":\"fit\",\"steps\":6,\"validation.loss\":");
        assertThat(lines.get(16)).startsWith("{\"step\":14,\"trainer\":\"trainer-2\",\"loss\":");
        assertThat(lines.get(27)).startsWith("{\"evaluator\":\"fit\",\"steps\":24,");
        assertThat(lines.get(28)).isEqualTo(lines.get(27).replace("\"steps\":24,", ""));
        assertThat(result.folder().resolve("checkpoints/latest.safetensors")).doesNotExist();
    }

    @Test
    void goesOnAfterBeingStoppedAtAnyStepToTheSameNumbers() throws IOException {
        RunResult undisturbed = run(LONG, new Cancellation());
        for (int last : STOPS) {
            Cancellation cancellation = new Cancellation();
            int[] made = new int[1];
            plugins.momentum.afterStep(step -> {
                if (++made[0] == last) {
                    cancellation.cancel();
                }
            });
            assertThatThrownBy(() -> run(LONG, cancellation)).isInstanceOf(CancelledException.class);
            RunInfo stopped = newest();
            assertThat(stopped.state()).isEqualTo(RunInfo.State.CANCELLED);
            assertThat(stopped.steps()).isEqualTo(last);

            same(resume(stopped.id()), undisturbed);
            assertThat(new RunsService(home).get(stopped.id()).state()).isEqualTo(RunInfo.State.DONE);
        }
    }

    @Test
    void goesOnFromItsLastCheckpointAfterAFailureAtAnyStep() throws IOException {
        RunResult undisturbed = run(LONG, new Cancellation());
        for (int last : STOPS) {
            int[] made = new int[1];
            plugins.momentum.afterStep(step -> {
                if (++made[0] == last) {
                    throw new IllegalStateException("out of order");
                }
            });
            assertThatThrownBy(() -> run(LONG, new Cancellation())).hasMessageContaining("out of order");
            RunInfo failed = newest();
            assertThat(failed.state()).isEqualTo(RunInfo.State.FAILED);
            // A metrics file that ends in the middle of a line, as after a kill.
            Files.writeString(failed.folder().resolve("metrics.jsonl"), "{\"step\":99,\"lo", StandardOpenOption.APPEND);
            Files.writeString(failed.folder().resolve(".run.json.1.tmp"), "half");

            same(resume(failed.id()), undisturbed);
            assertThat(failed.folder().resolve(".run.json.1.tmp")).doesNotExist();
        }
    }

    @Test
    void goesOnToEvaluateWhereItWasStoppedBetweenTrainingAndTheEnd() throws IOException {
        RunResult undisturbed = run(LONG, new Cancellation());
        Cancellation cancellation = new Cancellation();
        List<Long> resumedAt = new ArrayList<>();
        assertThatThrownBy(() -> runner.run(
                        pipelines.compose(pipelines.read(file(LONG))),
                        new RunListener() {
                            @Override
                            public void evaluated(String evaluator, Report report) {
                                cancellation.cancel();
                            }
                        },
                        cancellation))
                .isInstanceOf(CancelledException.class);

        plugins.momentum.afterStep(step -> {
            throw new AssertionError("no step is made again");
        });
        RunResult resumed = runner.resume(
                "2",
                new RunListener() {
                    @Override
                    public void resumed(long done) {
                        resumedAt.add(done);
                    }
                },
                new Cancellation());

        assertThat(resumedAt).containsExactly(24L);
        same(resumed, undisturbed);
    }

    @Test
    void beginsAnewWithoutACheckpoint() throws IOException {
        String none = LONG.replace("{every: 5}", "{seconds: 0}");
        RunResult undisturbed = run(none, new Cancellation());
        plugins.momentum.afterStep(step -> {
            if (step == 9) {
                throw new IllegalStateException("out of order");
            }
        });
        assertThatThrownBy(() -> run(none, new Cancellation())).hasMessageContaining("out of order");
        assertThat(home.runs().resolve("0002-long/checkpoints")).doesNotExist();

        same(resume("2"), undisturbed);
    }

    @Test
    void saysWhyARunCannotGoOn() throws IOException {
        RunResult done = run(LONG, new Cancellation());
        assertThatThrownBy(() -> resume("1"))
                .hasMessageContaining("0001-long: The run is done, so there is nothing to go on with.")
                .hasMessageContaining("reprise run " + done.folder().resolve("pipeline.yaml"));
        assertThatThrownBy(() -> resume("7")).hasMessageContaining("There is no run '7'");

        plugins.momentum.afterStep(step -> {
            if (step == 9) {
                throw new IllegalStateException("out of order");
            }
        });
        assertThatThrownBy(() -> run(LONG, new Cancellation())).hasMessageContaining("out of order");
        Path failed = home.runs().resolve("0002-long");
        byte[] before = metrics(failed);
        Files.write(failed.resolve("metrics.jsonl"), new byte[0]);
        assertThatThrownBy(() -> resume("2"))
                .hasMessageContaining("metrics.jsonl: The file is shorter than it was at the run's last checkpoint.");
        Files.write(failed.resolve("metrics.jsonl"), before);
        Path checkpoint = failed.resolve("checkpoints/latest.safetensors");
        byte[] saved = Files.readAllBytes(checkpoint);
        Files.write(checkpoint, java.util.Arrays.copyOf(saved, saved.length / 2));
        assertThatThrownBy(() -> resume("2")).hasMessageContaining("latest.safetensors");
        Files.write(checkpoint, saved);

        same(resume("2"), done);
    }

    @Test
    void saysThatAnotherBuildOfAMethodGoesOn() {
        plugins.momentum.afterStep(step -> {
            if (step == 9) {
                throw new IllegalStateException("out of order");
            }
        });
        assertThatThrownBy(() -> run(LONG, new Cancellation())).hasMessageContaining("out of order");
        plugins.update("1.1.0");
        resume("1");

        assertThat(new RunsService(home).get("1").warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("another build of io.reprise.test.line (1.1.0 in place of 1.0.0)"));
    }
}
