package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Catalog;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.ClaimResult.Measured;
import io.reprise.engine.ClaimResult.Verdict;
import io.reprise.engine.Composition;
import io.reprise.engine.DataSets;
import io.reprise.engine.Doctor;
import io.reprise.engine.Exports;
import io.reprise.engine.InstallResult;
import io.reprise.engine.Installer;
import io.reprise.engine.MethodDetail;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.Pipeline;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.Pipelines;
import io.reprise.engine.PluginDetail;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunInfo;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.engine.Runs;
import io.reprise.engine.settings.SettingInfo;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An engine that gives set answers: what is tested is how commands ask and how they print. */
final class FakeEngine {
    static final MethodInfo HATCHLING = new MethodInfo(
            "dragon-hatchling",
            "The Dragon Hatchling",
            "language",
            "A language model of locally interacting neurons",
            "arXiv:2509.26507",
            "1.0.0",
            true,
            41_234,
            "io.reprise.dragon-hatchling");
    static final MethodInfo WORDNET = new MethodInfo(
            "wordnet",
            "WordNet 3.1",
            "language",
            "A dictionary as text and as a graph",
            "wordnet.princeton.edu",
            "1.0.0",
            false,
            0,
            "io.reprise.wordnet");

    final List<String> asked = new ArrayList<>();
    DataSets.Fetched.Outcome fetched = DataSets.Fetched.Outcome.DOWNLOADED;
    List<ClaimResult> claimResults = List.of();
    RuntimeException failsBeforeTraining;
    RuntimeException failsWhileTraining;

    Engine engine() {
        return new Engine(
                new FakeCatalog(),
                new FakeInstaller(),
                new FakePipelines(),
                new FakeRunner(),
                new FakeRuns(),
                run -> Path.of("runs", "0007-dragon-hatchling", "report.html"),
                new FakeExports(),
                new FakeReproducer(),
                new FakeSweeps(asked),
                new FakeComparisons(asked),
                new FakeDataSets(asked, fetched),
                () -> List.of(
                        new Doctor.Check("Java", Doctor.Check.State.OK, "17.0.15"),
                        new Doctor.Check("BLAS", Doctor.Check.State.FAILED, "no natives for this machine")));
    }

    static SettingInfo setting(String name, String type, String value, String... choices) {
        return new SettingInfo(
                name,
                type,
                Optional.ofNullable(value),
                type.equals("int") ? "at least 1" : "",
                List.of(choices),
                "",
                "What " + name + " means");
    }

    static List<SettingInfo> settings(Kind kind, String name) {
        return switch (kind + " " + name) {
            case "dataset text-bytes" -> List.of(setting("path", "path", null));
            case "model bdh" ->
                List.of(
                        setting("layers", "int", "6"),
                        setting("norm", "choice", "layer", "layer", "none"),
                        setting("tied", "boolean", "true"));
            default -> List.of();
        };
    }

    private final class FakeRunner implements Runner {
        @Override
        public RunResult run(Composition composition, RunListener listener, Cancellation cancellation) {
            asked.add("run " + composition.name());
            return FakeEngine.this.run(composition, listener);
        }

        @Override
        public RunResult resume(String run, RunListener listener, Cancellation cancellation) {
            asked.add("resume " + run);
            return FakeEngine.this.run(
                    new FakePipelines().compose(new FakePipelines().named("dragon-hatchling")), listener);
        }
    }

    private RunResult run(Composition composition, RunListener listener) {
        listener.started("0007-" + composition.name(), Path.of("runs", "0007"));
        if (failsBeforeTraining != null) {
            throw failsBeforeTraining;
        }
        listener.training(2);
        listener.step(1, 2, Map.of("loss", 5.5), 10, 0.1);
        if (failsWhileTraining != null) {
            throw failsWhileTraining;
        }
        listener.step(2, 2, Map.of("loss", 4.25), 10, 0);
        listener.evaluating("bits-per-byte");
        Report report = Report.of(Metric.of("validation.loss", 2.0625, "nats/byte"))
                .with(new Table("units", "Units by layer", List.of("layer", "units"), List.of(List.of("a", 12))))
                .withText("sample", "To be or \u001b[2Jnot");
        listener.evaluated("bits-per-byte", report);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", 4.25);
        metrics.put("validation.loss", 2.0625);
        RunResult result = new RunResult(
                "0007-" + composition.name(),
                Path.of("runs", "0007"),
                2,
                10,
                0.25,
                metrics,
                Map.of("bits-per-byte", report));
        listener.finished(result);
        return result;
    }

    static Claim claim(String id, Claim.Expectation... expectations) {
        return new Claim(
                "dragon-hatchling",
                id,
                "BDH reaches a lower loss than a Transformer of its size.",
                "abstract",
                "rivals GPT2",
                Claim.Scale.REDUCED,
                "0.43 M parameters, 800 steps",
                5,
                List.of(1337L),
                List.of("tinyshakespeare.txt"),
                Map.of("bdh", new Claim.PlannedRun("dragon-hatchling", Map.of())),
                List.of(expectations));
    }

    static Claim.Expectation atMost(double max) {
        return new Claim.Expectation(
                "bdh/validation.loss",
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(max));
    }

    static ClaimResult result(Claim claim, Verdict verdict, String reason, double... values) {
        List<Measured> measured = new ArrayList<>();
        if (values.length > 0) {
            List<Double> list = java.util.Arrays.stream(values).boxed().toList();
            double mean = list.stream().mapToDouble(v -> v).average().orElseThrow();
            measured.add(new Measured(claim.expect().get(0), list, mean, 0.125, verdict == Verdict.HOLDS));
        }
        return new ClaimResult(claim, verdict, reason, measured, List.of("0007-bdh"), 12, false);
    }

    private final class FakeCatalog implements Catalog {
        @Override
        public List<MethodInfo> methods() {
            return List.of(HATCHLING, WORDNET);
        }

        @Override
        public MethodDetail describe(String name) {
            if (!name.equals(HATCHLING.name())) {
                throw RepriseException.problem("There is no method '" + name + "'")
                        .hint("Did you mean dragon-hatchling?");
            }
            PluginDetail model = new PluginDetail(
                    plugins().get(1), settings(Kind.MODEL, "bdh"), Map.of("inputs", "tokens: int[B,T]"));
            PluginDetail data = new PluginDetail(plugins().get(0), settings(Kind.DATASET, "text-bytes"), Map.of());
            return new MethodDetail(
                    HATCHLING,
                    List.of(data, model),
                    new FakePipelines().list(),
                    List.of(claim("lower-loss", atMost(2.1))));
        }

        @Override
        public List<PluginInfo> plugins() {
            String bundle = HATCHLING.bundle();
            return List.of(
                    new PluginInfo(Kind.DATASET, "text-bytes", "A text", "dragon-hatchling", bundle, "1.0.0"),
                    new PluginInfo(Kind.MODEL, "bdh", "The model", "dragon-hatchling", bundle, "1.0.0"),
                    new PluginInfo(Kind.MODEL, "gpt", "The baseline", "dragon-hatchling", bundle, "1.0.0"));
        }
    }

    private final class FakeInstaller implements Installer {
        @Override
        public InstallResult install(List<String> names, ProgressListener listener) {
            asked.add("install " + names);
            listener.progress("Checking wordnet 1.0.0", 1, 2);
            return new InstallResult(
                    List.of(new InstallResult.Unit("wordnet", "1.0.0", true, 5_300_000)),
                    List.of(),
                    List.of("dragon-hatchling"));
        }

        @Override
        public InstallResult uninstall(List<String> names) {
            asked.add("uninstall " + names);
            return new InstallResult(
                    List.of(),
                    List.of(new InstallResult.Unit("io.reprise.language.kit", "1.0.0", false, 0)),
                    List.of());
        }
    }

    private final class FakePipelines implements Pipelines {
        @Override
        public Pipeline read(Path file) {
            asked.add("read " + file);
            return new FakePipeline(file.getFileName().toString());
        }

        @Override
        public Pipeline named(String name) {
            asked.add("named " + name);
            return new FakePipeline(name);
        }

        @Override
        public List<PipelineInfo> list() {
            return List.of(new PipelineInfo("dragon-hatchling", "BDH on a text", "dragon-hatchling"));
        }

        @Override
        public List<SettingInfo> tensorSettings() {
            return List.of(new SettingInfo(
                    "executor", "choice", Optional.of("native"), "", List.of("native", "nd4j"), "", "what computes"));
        }

        @Override
        public Composition compose(Pipeline pipeline) {
            return new FakeComposition(pipeline.name());
        }
    }

    private final class FakePipeline implements Pipeline {
        private final String name;

        FakePipeline(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String summary() {
            return "BDH on a text";
        }

        @Override
        public long seed() {
            return 1337;
        }

        @Override
        public Pipeline with(Map<String, String> overrides) {
            asked.add("with " + overrides);
            return this;
        }

        @Override
        public boolean accepts(String key) {
            return key.startsWith("data.") || key.startsWith("model.");
        }

        @Override
        public String toYaml() {
            return "summary: BDH\ndata: {use: text-bytes, path: x}\nmodel:\n  use: 'bdh'\n  layers: 4\nseed: 1337\n";
        }
    }

    private record FakeComposition(String name) implements Composition {
        @Override
        public String summary() {
            return "BDH on a text";
        }

        @Override
        public long seed() {
            return 1337;
        }

        @Override
        public String resolvedYaml() {
            return "data: {use: text-bytes}\nseed: 1337\n";
        }

        @Override
        public List<BundleInfo> bundles() {
            return List.of(new BundleInfo("io.reprise.dragon-hatchling", "1.0.0", "ab".repeat(32)));
        }
    }

    private static final class FakeRuns implements Runs {
        @Override
        public List<RunInfo> list() {
            return List.of(run(RunInfo.State.DONE, ""), run(RunInfo.State.FAILED, "The loss is not a number"));
        }

        @Override
        public RunInfo get(String id) {
            return run(RunInfo.State.DONE, "");
        }

        private static RunInfo run(RunInfo.State state, String reason) {
            return new RunInfo(
                    "0007-dragon-hatchling",
                    Path.of("runs", "0007"),
                    "dragon-hatchling",
                    "BDH on a text",
                    state,
                    reason,
                    1337,
                    Instant.parse("2020-01-02T03:04:05Z"),
                    Optional.of(Instant.parse("2020-01-02T03:05:17Z")),
                    400,
                    400,
                    Map.of("validation.loss", 2.0625),
                    List.of(new BundleInfo("io.reprise.dragon-hatchling", "1.0.0", "ab".repeat(32))),
                    Map.of("java", "17.0.15"),
                    List.of());
        }
    }

    private final class FakeExports implements Exports {
        @Override
        public Exported export(String run, Map<Format, Path> targets) {
            asked.add("export " + run + " " + targets);
            return new Exported("0007-dragon-hatchling", targets);
        }

        @Override
        public RunListener following(Optional<Path> folder, RunListener listener) {
            asked.add("tensorboard " + folder.map(Path::toString).orElse("in the run"));
            return listener;
        }
    }

    private final class FakeReproducer implements Reproducer {
        @Override
        public List<Claim> claims(String method) {
            if (!method.equals("dragon-hatchling")) {
                throw RepriseException.problem("There is no method '" + method + "'");
            }
            return List.of(claim("lower-loss", atMost(2.1)));
        }

        @Override
        public List<ClaimResult> reproduce(
                String method, Options options, Listener listener, Cancellation cancellation) {
            asked.add("reproduce " + method + " " + options);
            for (int i = 0; i < claimResults.size(); i++) {
                ClaimResult result = claimResults.get(i);
                listener.claimStarted(result.claim(), i + 1, claimResults.size());
                RunListener run = listener.runStarted(result.claim(), "bdh", 1337);
                run.training(1);
                run.step(1, 1, Map.of("loss", 2.0), 1, 0);
                listener.claimFinished(result);
            }
            if (failsWhileTraining instanceof CancelledException cancelled) {
                throw cancelled;
            }
            return claimResults;
        }
    }
}
