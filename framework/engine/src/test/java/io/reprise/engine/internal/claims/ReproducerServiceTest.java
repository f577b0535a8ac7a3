package io.reprise.engine.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.ClaimResult.Verdict;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunListener;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.data.DataFolders;
import io.reprise.engine.internal.data.Fetcher;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.pipeline.PipelinesService;
import io.reprise.engine.internal.run.RunnerService;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducerServiceTest {
    private static final NativeTensorService TENSORS = new NativeTensorService();

    private static final String SOLVED =
            "data: {use: points}\nmodel: {use: line}\ntrainer: {use: solve}\nevaluators: [{use: fit}]\n";

    private static final String CLAIM = """
            method: line
            claims:
              - id: fits
                says: A line fits points near a line.
                source: section 1
                paper: error 0.01
                scale: reduced
                reduced: 64 points
                minutes: 0.1
                seeds: [1, 2, 3]
                runs:
                  clean: {pipeline: solved, set: {data.noise: 0}}
                  noisy: {pipeline: solved}
                expect:
                  - {measure: clean/validation.loss, max: 1.0e-9}
                  - {measure: noisy/validation.loss, minus: clean/validation.loss, min: 0.005, max: 0.015}
            """;

    @TempDir
    private Path folder;

    private Home home;
    private TestResources resources;
    private final TestPlugins plugins = TestPlugins.lines();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
        resources = new TestResources().pipeline("line", "solved", SOLVED);
    }

    private ReproducerService reproducer() {
        DataFiles data = new DataFiles(DataFolders.of(null, home), resources, home, Fetcher.ofProcess(home));
        PipelinesService pipelines = new PipelinesService(plugins, resources);
        return new ReproducerService(
                resources,
                pipelines,
                new RunnerService(
                        home,
                        executor -> TENSORS,
                        new FigureDrawer(),
                        file -> pipelines.compose(pipelines.read(file)),
                        name -> null,
                        data),
                home,
                data);
    }

    private final Reproducer.Listener listener = new Reproducer.Listener() {
        @Override
        public RunListener runStarted(Claim claim, String run, long seed) {
            heard.add("run " + claim.id() + " " + run + " " + seed);
            return RunListener.NONE;
        }

        @Override
        public void runShared(Claim claim, String run, long seed, String shared) {
            heard.add("shared " + claim.id() + " " + run + " " + seed);
        }
    };

    private List<ClaimResult> reproduce(String claims, Reproducer.Options options) {
        resources = new TestResources().pipeline("line", "solved", SOLVED).claims("line", claims);
        return reproducer().reproduce("line", options, listener, new Cancellation());
    }

    private ClaimResult reproduce(String claims) {
        return reproduce(claims, Reproducer.Options.ALL).get(0);
    }

    private static Reproducer.Options overriding(Map<String, String> overrides) {
        return new Reproducer.Options(Set.of(), List.of(), overrides, false, false);
    }

    private static final Reproducer.Options FRESH = new Reproducer.Options(Set.of(), List.of(), Map.of(), false, true);

    @Test
    void measuresMeanAndSpreadOverTheSeeds() {
        ClaimResult result = reproduce(CLAIM);

        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(result.reason()).isEmpty();
        assertThat(result.runs()).hasSize(6).first().isEqualTo("clean seed 1: 0001-solved");
        ClaimResult.Measured noise = result.measured().get(1);
        assertThat(noise.values()).hasSize(3).doesNotHaveDuplicates();
        double mean =
                (noise.values().get(0) + noise.values().get(1) + noise.values().get(2)) / 3;
        assertThat(noise.mean()).isCloseTo(mean, within(1e-15));
        assertThat(noise.spread()).isPositive();
        assertThat(noise.expectation().range()).isEqualTo("0.005 to 0.015");
        assertThat(noise.expectation().quantity()).isEqualTo("noisy/validation.loss - clean/validation.loss");
    }

    @Test
    void failsAClaimWhoseMeasureLiesOutsideItsRange() {
        ClaimResult result = reproduce(CLAIM.replace("max: 0.015", "max: 0.006"));

        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.measured()).extracting(ClaimResult.Measured::holds).containsExactly(true, false);
    }

    @Test
    void dividesWhereAClaimSaysSo() {
        ClaimResult result =
                reproduce(CLAIM.replace("clean: {pipeline: solved, set: {data.noise: 0}}", "clean: {pipeline: solved}")
                        .replace("max: 1.0e-9", "max: 1")
                        .replace(
                                "minus: clean/validation.loss, min: 0.005, max: 0.015",
                                "over: clean/validation.loss, min: 1, max: 1"));

        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(result.measured().get(1).mean()).isEqualTo(1);
        // Two runs with one pipeline are one run.
        assertThat(heard).contains("run fits clean 1", "shared fits noisy 1").doesNotContain("run fits noisy 1");
    }

    @Test
    void takesRunsFromTheCacheUnlessAskedForFreshOnes() {
        ClaimResult first = reproduce(CLAIM);
        heard.clear();
        ClaimResult second = reproduce(CLAIM);

        assertThat(first.cached()).isFalse();
        assertThat(second.cached()).isTrue();
        assertThat(second.measured()).isEqualTo(first.measured());
        assertThat(heard).hasSize(6).allMatch(line -> line.startsWith("shared"));
        heard.clear();

        assertThat(reproduce(CLAIM, FRESH).get(0).cached()).isFalse();
        assertThat(heard).hasSize(6).allMatch(line -> line.startsWith("run"));
    }

    @Test
    void runsAgainWhatCannotBeReadFromTheCache() throws IOException {
        reproduce(CLAIM);
        try (Stream<Path> files = Files.list(home.cache().resolve("claims"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "{\"run\": \"0001");
            }
        }

        assertThat(reproduce(CLAIM).cached()).isFalse();
    }

    @Test
    void runsAgainWhenADataFileHasChanged() throws IOException {
        Files.createDirectories(home.data());
        Path file = Files.writeString(home.data().resolve("points.txt"), "0 0\n1 1\n2 2\n");
        String claim = CLAIM.replace("data.noise: 0", "data.path: points.txt")
                .replace("seeds: [1, 2, 3]", "seeds: [1]\n    needs: [points.txt]");
        assertThat(reproduce(claim).verdict()).isEqualTo(Verdict.HOLDS);

        Files.writeString(file, "0 0\n1 1\n2 9\n3 0\n");

        assertThat(reproduce(claim).verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void doesNotRunAClaimWhoseDataIsMissingAndSaysWhereToPutIt() {
        ClaimResult result = reproduce(CLAIM.replace("seeds:", "needs: [shakespeare.txt]\n    seeds:"));

        assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
        assertThat(result.reason())
                .isEqualTo("It needs the file shakespeare.txt. Put it into " + home.data()
                        + ", or name the folder where it lies in REPRISE_DATA.");
        assertThat(heard).isEmpty();
    }

    @Test
    void runsAClaimWhoseMissingDataTheUserReplaces() throws IOException {
        Path own = Files.writeString(folder.resolve("own.txt"), "0 0\n1 1\n2 2\n");
        String claim = CLAIM.replace("data.noise: 0", "data.path: shakespeare.txt")
                .replace("noisy: {pipeline: solved}", "noisy: {pipeline: solved, set: {data.path: shakespeare.txt}}")
                .replace("min: 0.005, ", "")
                .replace("seeds:", "needs: [shakespeare.txt]\n    seeds:");

        assertThat(reproduce(claim).verdict()).isEqualTo(Verdict.NOT_RUN);
        assertThat(reproduce(claim, overriding(Map.of("data.path", own.toString())))
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
    }

    @Test
    void failsAClaimWhoseRunThrowsWithTheMessage() {
        ClaimResult result = reproduce(CLAIM.replace("set: {data.noise: 0}", "set: {trainer: trouble}"));

        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.reason()).contains("The trainer 'trouble' failed while training", "out of order");
        assertThat(result.measured()).isEmpty();
    }

    @Test
    void failsAClaimWhoseMetricIsNotGiven() {
        ClaimResult result =
                reproduce(CLAIM.replace("measure: clean/validation.loss", "measure: clean/validation.los"));

        assertThat(result.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(result.reason())
                .contains("The run 'clean' gave no metric 'validation.los'", "Did you mean validation.loss");
    }

    @Test
    void appliesOverridesAndSeeds() {
        Reproducer.Options options =
                new Reproducer.Options(Set.of("fits"), List.of(9L), Map.of("data.examples", "10"), true, false);

        ClaimResult result = reproduce(CLAIM, options).get(0);

        assertThat(heard).containsExactly("run fits clean 9", "run fits noisy 9");
        assertThat(home.folder().resolve("runs/0001-solved/pipeline.yaml"))
                .content()
                .contains("examples: 10", "seed: 9");
        assertThat(result.measured().get(0).values()).hasSize(1);
        assertThat(result.measured().get(0).spread()).isZero();
    }

    @Test
    void refusesOverridesAndClaimsThatThereAreNot() {
        assertThatThrownBy(() -> reproduce(CLAIM, overriding(Map.of("modle.width", "3"))))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("modle.width: No claim's pipeline has the part that 'modle.width' sets");
        assertThatThrownBy(() ->
                        reproduce(CLAIM, new Reproducer.Options(Set.of("fit"), List.of(), Map.of(), false, false)))
                .hasMessageContaining("The method 'line' has no claim 'fit'. Did you mean fits?");
        assertThatThrownBy(() -> reproducer().claims("lime"))
                .hasMessageContaining("There is no method 'lime'. Did you mean line?");
    }

    @Test
    void takesTheQuickestClaimOnlyOfThoseWhoseDataIsHere() {
        String slow = CLAIM.substring(CLAIM.indexOf("  - id"))
                .replace("id: fits", "id: slow")
                .replace("minutes: 0.1", "minutes: 9");
        String lacking = CLAIM.substring(CLAIM.indexOf("  - id"))
                .replace("id: fits", "id: lacking")
                .replace("minutes: 0.1", "minutes: 0.01")
                .replace("seeds:", "needs: [none.txt]\n    seeds:");
        Reproducer.Options quick = new Reproducer.Options(Set.of(), List.of(), Map.of(), true, false);

        assertThat(reproduce(CLAIM + slow + lacking, quick))
                .extracting(result -> result.claim().id())
                .containsExactly("fits");
        assertThat(reproduce("method: line\nclaims:\n" + lacking, quick))
                .extracting(ClaimResult::verdict)
                .containsExactly(Verdict.NOT_RUN);
    }

    @Test
    void stopsWhenItIsCancelled() {
        resources.claims("line", CLAIM);
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> reproducer().reproduce("line", Reproducer.Options.ALL, listener, cancellation))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void refusesAClaimsFileThatIsNotUnderstoodWithTheLine() {
        assertRefused("max: 0.015}", "maxx: 0.015}", ":16:84: There is no key 'maxx' here");
        assertRefused("minutes: 0.1", "minute: 0.1", ":9:5: There is no key 'minute' here");
        assertRefused("    source: section 1\n", "", "The key 'source' must be given");
        assertRefused("scale: reduced", "scale: half", "Expected: full, reduced or synthetic");
        assertRefused("    reduced: 64 points\n", "", "the key 'reduced' beside it");
        assertRefused("measure: clean/", "measure: klean/", "Expected: RUN/METRIC, where the run is clean or noisy");
        assertRefused(", max: 1.0e-9", "", "The measure has no range. Expected: min, max, or both");
        assertRefused("min: 0.005, max: 0.015", "min: 0.5, max: 0.015", "Expected: at least min");
        assertRefused("seeds: [1, 2, 3]", "seeds: []", "Expected: at least one seed");
        assertRefused("max: 1.0e-9", "max: NaN", "Expected: a finite number");
        assertRefused("method: line", "method: other", "The claims are those of 'other'. Expected: method: line");
    }

    private void assertRefused(String part, String replacement, String message) {
        assertThat(CLAIM).contains(part);
        assertThatThrownBy(() -> reproduce(CLAIM.replace(part, replacement)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("io.reprise.test.line!REPRISE-INF/claims/claims0.yaml")
                .hasMessageContaining(message);
    }
}
