package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.ClaimResult.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private final Session session = Session.piped();

    @Test
    void listsMethodsWithTheirState() {
        assertThat(session.call("list")).isZero();

        assertThat(session.out())
                .containsPattern("dragon-hatchling +language +installed +A language model")
                .containsPattern("wordnet +language +available +A dictionary")
                .contains("2 methods, 1 installed");
        assertThat(session.err()).isEmpty();
    }

    @Test
    void listsOnlyInstalledMethodsWhenAsked() {
        session.call("list", "--installed", "--json");

        assertThat(session.outJson()).hasSize(1);
        assertThat(session.outJson().get(0).get("name").asText()).isEqualTo("dragon-hatchling");
    }

    @Test
    void listsPluginsAndPipelines() {
        session.call("list", "--plugins");
        assertThat(session.out()).containsPattern("model +bdh +dragon-hatchling +The model");

        session.call("list", "--pipelines", "--json");
        assertThat(session.outJson().get(0).get("summary").asText()).isEqualTo("BDH on a text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "list --plugins",
                "list --pipelines",
                "info dragon-hatchling",
                "install wordnet",
                "uninstall wordnet",
                "check dragon-hatchling",
                "run dragon-hatchling",
                "runs",
                "runs 7",
                "report 7",
                "export 7 --csv metrics.csv",
                "reproduce dragon-hatchling",
                "demo",
                "doctor"
            })
    void printsNothingButJsonWhenAsked(String command) {
        session.fake.claimResults =
                List.of(FakeEngine.result(FakeEngine.claim("a", FakeEngine.atMost(2)), Verdict.HOLDS, "", 1.5));

        session.call((command + " --json").split(" ", -1));

        assertThat(session.outJson().isContainerNode()).isTrue();
        assertThat(session.err()).isEmpty();
    }

    @Test
    void printsWhereThePageOfARunIs() {
        assertThat(session.call("report", "7")).isZero();
        assertThat(session.out().strip()).endsWith("report.html");

        session.call("report", "7", "--json");
        assertThat(session.outJson().get("run").asText()).isEqualTo("0007-dragon-hatchling");
    }

    @Test
    void exportsARunInSeveralFormatsAtOnce() {
        assertThat(session.call("export", "7", "--npz", "run.npz", "--tensorboard", "logs"))
                .isZero();
        assertThat(session.fake.asked).containsExactly("export 7 {tensorboard=logs, npz=run.npz}");
        assertThat(session.out().lines()).containsExactly("logs", "run.npz");

        session.call("export", "7", "--csv", "metrics.csv", "--safetensors", "w.safetensors", "--json");
        assertThat(session.outJson().get("run").asText()).isEqualTo("0007-dragon-hatchling");
        assertThat(session.outJson().get("csv").asText()).isEqualTo("metrics.csv");
        assertThat(session.outJson().get("safetensors").asText()).isEqualTo("w.safetensors");
    }

    @Test
    void refusesToExportNothing() {
        assertThat(session.call("export", "7")).isEqualTo(2);
        assertThat(session.err()).contains("--csv FILE");
        assertThat(session.fake.asked).isEmpty();
    }

    @Test
    void writesForTensorBoardWhileARunGoesOn() {
        assertThat(session.call("run", "--tensorboard", "dragon-hatchling", "model.layers=6"))
                .isZero();
        assertThat(session.fake.asked).contains("tensorboard in the run", "with {model.layers=6}");

        assertThat(session.call("run", "dragon-hatchling", "--tensorboard=logs", "model.layers=6"))
                .isZero();
        assertThat(session.fake.asked).contains("tensorboard logs");

        assertThat(session.call("resume", "7", "--tensorboard")).isZero();
        assertThat(session.fake.asked)
                .containsSubsequence("run dragon-hatchling", "tensorboard in the run", "resume 7");

        session.fake.asked.clear();
        session.call("run", "dragon-hatchling");
        assertThat(session.fake.asked).noneMatch(asked -> asked.startsWith("tensorboard"));
    }

    @Test
    void opensABrowserOnlyWhereThereIsADisplay() {
        assertThat(Browser.of("Linux", Map.of()).open(Path.of("page.html"))).isFalse();
        assertThat(Browser.of("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")).command())
                .containsExactly("xdg-open");
        assertThat(Browser.of("Mac OS X", Map.of()).command()).containsExactly("open");
        assertThat(Browser.of("Windows 11", Map.of()).command()).contains("rundll32");
    }

    @Test
    void saysAllAboutAMethod() {
        session.call("info", "dragon-hatchling");

        assertThat(session.out())
                .contains("arXiv:2509.26507", "41 kB", "Model bdh", "inputs: tokens: int[B,T]")
                .containsPattern("layers +int +6 +at least 1 +What layers means")
                .containsPattern("norm +choice +layer +layer, none")
                .containsPattern("path +path +\\(must be given\\)")
                .contains(
                        "lower-loss", "reduced scale, about 5:00 min", "Holds if: bdh/validation.loss is at most 2.1");
    }

    @Test
    void tellsWhatWasInstalledAndWhatWasThereAlready() {
        session.call("install", "wordnet", "dragon-hatchling");

        assertThat(session.fake.asked).containsExactly("install [wordnet, dragon-hatchling]");
        assertThat(session.out()).contains("Installed wordnet 1.0.0 (5.3 MB)", "Already installed: dragon-hatchling");
    }

    @Test
    void runsANamedPipelineWithSettings() {
        assertThat(session.call("run", "dragon-hatchling", "trainer.steps=2", "data.path=a=b.txt"))
                .isZero();

        assertThat(session.fake.asked)
                .containsExactly(
                        "named dragon-hatchling", "with {trainer.steps=2, data.path=a=b.txt}", "run dragon-hatchling");
        assertThat(session.out())
                .contains("training  1/2  loss 5.5000", "evaluating bits-per-byte", "2 steps in 0.3 s")
                .containsPattern("validation.loss +2.0625 +nats/byte")
                .contains("Units by layer", "Run folder: ");
    }

    @Test
    void readsAPipelineFromAFile() {
        session.call("run", "some/where.yaml");

        assertThat(session.fake.asked).first().isEqualTo("read some/where.yaml");
    }

    @Test
    void keepsGeneratedTextFromMovingTheCursor() {
        session.call("run", "dragon-hatchling");

        assertThat(session.out()).contains("To be or \u00b7[2Jnot").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "=400", " =1"})
    void refusesAMalformedSetting(String argument) {
        assertThat(session.call("run", "dragon-hatchling", argument)).isEqualTo(2);

        assertThat(session.err()).contains("'" + argument + "' is not a setting", "KEY=VALUE");
        assertThat(session.fake.asked).doesNotContain("run dragon-hatchling");
    }

    @Test
    void refusesASettingGivenTwice() {
        assertThat(session.call("run", "dragon-hatchling", "seed=1", "seed=2")).isEqualTo(2);

        assertThat(session.err()).contains("seed: The setting is given twice");
    }

    @Test
    void exitsWith2WhereTheRequestIsWrongAndWith1WhereTheRunFails() {
        session.fake.failsBeforeTraining =
                RepriseException.problem("The file is missing").at("x.txt");
        assertThat(session.call("run", "dragon-hatchling")).isEqualTo(2);
        assertThat(session.err()).contains("x.txt: The file is missing.").doesNotContain("\tat ");

        session.fake.failsBeforeTraining =
                RepriseException.problem("The model failed").because(new ArithmeticException("/ by zero"));
        assertThat(session.call("run", "dragon-hatchling")).isEqualTo(1);

        session.fake.failsBeforeTraining = null;
        session.fake.failsWhileTraining = RepriseException.problem("The loss is not a number");
        assertThat(session.call("run", "dragon-hatchling")).isEqualTo(1);
        assertThat(session.err()).contains("The loss is not a number.");

        session.fake.failsWhileTraining = new CancelledException();
        assertThat(session.call("run", "dragon-hatchling")).isEqualTo(1);
        assertThat(session.err()).contains("cancelled");
    }

    @Test
    void exitsWith1AndAHintOnAFault() {
        session.fake.failsWhileTraining = new IllegalStateException("index 3");

        assertThat(session.call("run", "dragon-hatchling")).isEqualTo(1);
        assertThat(session.err())
                .contains("IllegalStateException: index 3", "--debug")
                .doesNotContain("\tat ");

        assertThat(session.call("--debug", "run", "dragon-hatchling")).isEqualTo(1);
        assertThat(session.err()).contains("\tat io.reprise.cli");
    }

    @Test
    void tellsProblemsAsJsonWhenAsked() {
        assertThat(session.call("info", "dragon-hatchlin", "--json")).isEqualTo(2);

        assertThat(session.out()).isEmpty();
        assertThat(session.errJson().at("/error/problem").asText()).isEqualTo("There is no method 'dragon-hatchlin'");
        assertThat(session.errJson().at("/error/hint").asText()).contains("dragon-hatchling");
    }

    @Test
    void tellsMistakesInTheArgumentsAsJsonWhenAsked() {
        assertThat(session.call("--json", "lsit")).isEqualTo(2);

        assertThat(session.errJson().at("/error/problem").asText()).isEqualTo("There is no command 'lsit'");
    }

    @Test
    void suggestsTheNearestCommand() {
        assertThat(session.call("reprodcue", "x")).isEqualTo(2);

        assertThat(session.err()).contains("There is no command 'reprodcue'.", "Did you mean: reproduce");
    }

    @Test
    void explainsThatSettingsHaveNoDashes() {
        assertThat(session.call("run", "dragon-hatchling", "--trainer.steps=5")).isEqualTo(2);

        assertThat(session.err()).contains("Settings are written without dashes: trainer.steps=5.");
    }

    @Test
    void namesAMissingArgument() {
        assertThat(session.call("install")).isEqualTo(2);

        assertThat(session.err()).contains("METHOD").contains("See 'reprise install --help'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--home x list", "list --home x", "list --home=x --no-color --debug"})
    void takesGlobalOptionsAnywhere(String line) {
        assertThat(session.call(line.split(" ", -1))).isZero();
    }

    @Test
    void failsWhereACheckFails() {
        assertThat(session.call("doctor")).isEqualTo(1);

        assertThat(session.out()).containsPattern("BLAS +failed +no natives").contains("1 check failed.");
    }

    @Test
    void tellsOfRuns() {
        session.call("runs");
        assertThat(session.out())
                .containsPattern("0007-dragon-hatchling +done +400 .* 1:12 min +validation.loss 2.0625")
                .containsPattern("failed .* The loss is not a number");

        session.call("runs", "7");
        assertThat(session.out())
                .containsPattern("Seed +1337")
                .containsPattern("java +17.0.15")
                .containsPattern("Bundle +io.reprise.dragon-hatchling 1.0.0 \\(sha256 abababababab");
    }

    @Test
    void checksWithoutRunning() {
        assertThat(session.call("check", "dragon-hatchling", "model.layers=6")).isZero();

        assertThat(session.out()).isEqualTo("data: {use: text-bytes}\nseed: 1337\n");
        assertThat(session.fake.asked).doesNotContain("run dragon-hatchling");
    }

    @Test
    void comparesTheDemosRunsSideBySide() {
        assertThat(session.call("demo")).isZero();

        assertThat(session.fake.asked).startsWith("install [wordnet]").contains("run demo-bdh", "run demo-gpt");
        assertThat(session.out())
                .containsPattern("Dragon Hatchling +GPT baseline")
                .containsPattern("loss on held-out text +2.0625 +2.0625 +nats/byte")
                .contains("the loss of the Dragon Hatchling is 0 nats/byte lower")
                .contains("To be or \u00b7[2Jnot");
    }

    @Test
    void printsHelpOfEveryCommand() {
        for (String command : Reprise.described().getSubcommands().keySet()) {
            assertThat(session.call("help", command)).as(command).isZero();
            assertThat(session.out()).as(command).startsWith("Usage: reprise " + command);
        }
        assertThat(session.call()).isEqualTo(2);
        assertThat(session.out()).contains("reprise demo", "Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void printsACompletionScript(String shell) {
        assertThat(session.call("completion", shell)).isZero();

        assertThat(session.out()).contains("function _complete_reprise()", "complete -F _complete_reprise_with_names");
    }

    @Test
    void printsTheNamesThatTheScriptAsksFor() {
        session.call("completion", "names");

        assertThat(session.out())
                .isEqualTo("methods dragon-hatchling wordnet\ninstalled dragon-hatchling\npipelines dragon-hatchling\n"
                        + "runs 0007-dragon-hatchling 0007-dragon-hatchling\n"
                        + "data mnist\n");
    }
}
