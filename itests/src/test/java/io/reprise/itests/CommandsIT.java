package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.BeforeClass;
import org.junit.Test;

/** What the commands print and leave, started as a user starts them. */
public class CommandsIT {
    private static Path folder;
    private static Reprise reprise;

    @BeforeClass
    public static void installAMethod() throws Exception {
        folder = Folders.empty(CommandsIT.class, "work");
        reprise = Reprise.at(folder.resolve("home")).in(folder);
        TinyRun.in(folder);
        JsonNode installed =
                reprise.run("install", "dragon-hatchling", "--json").succeeds().json();
        assertThat(installed.toString()).contains("dragon-hatchling");
    }

    private static Path run(String... arguments) throws Exception {
        JsonNode run = reprise.run(arguments).succeeds().json();
        return Path.of(run.get("folder").asText());
    }

    @Test
    public void givesTheSameMetricsForTheSamePipelineAndSeed() throws Exception {
        byte[] once = Files.readAllBytes(run("run", "tiny.yaml", "--json").resolve("metrics.jsonl"));
        byte[] again = Files.readAllBytes(run("run", "tiny.yaml", "--json").resolve("metrics.jsonl"));
        byte[] other =
                Files.readAllBytes(run("run", "tiny.yaml", "seed=12", "--json").resolve("metrics.jsonl"));

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    public void givesTheSameMetricsForThePipelineThatARunRecorded() throws Exception {
        Path first = run("run", "tiny.yaml", "model.layers=2", "--json");
        Path second = run("run", first.resolve("pipeline.yaml").toString(), "--json");

        assertThat(second.resolve("metrics.jsonl")).hasSameBinaryContentAs(first.resolve("metrics.jsonl"));
    }

    @Test
    public void recordsWhatARunWasMadeOf() throws Exception {
        Path run = run("run", "tiny.yaml", "--json");

        assertThat(Files.readString(run.resolve("pipeline.yaml")))
                .contains("use: bdh", "heads: 2", "seed: 11", "weightDecay");
        assertThat(Files.readString(run.resolve("run.json")))
                .contains("io.reprise.language.dragon-hatchling", "sha256");
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSizeGreaterThan(5);
        assertThat(run.resolve("checkpoints/final.safetensors")).isNotEmptyFile();
    }

    @Test
    public void printsJsonWhereAskedTo() throws Exception {
        run("run", "tiny.yaml", "--json");

        assertThat(reprise.run("list", "--json").succeeds().json().findValuesAsText("name"))
                .contains("dragon-hatchling", "wordnet");
        assertThat(reprise.run("list", "--plugins", "--json").succeeds().json().findValuesAsText("name"))
                .contains("bdh", "gpt", "adamw", "text-bytes");
        assertThat(reprise.run("list", "--pipelines", "--json")
                        .succeeds()
                        .json()
                        .findValuesAsText("name"))
                .contains("dragon-hatchling", "gpt-baseline");
        JsonNode info =
                reprise.run("info", "dragon-hatchling", "--json").succeeds().json();
        assertThat(info.get("claims").findValuesAsText("id")).contains("parallel-equals-recurrent");
        assertThat(info.get("plugins").findValuesAsText("name")).contains("bdh", "layers");
        assertThat(reprise.run("runs", "--json").succeeds().json()).isNotEmpty();
        assertThat(reprise.run("doctor", "--json").succeeds().json()).isNotEmpty();
        assertThat(reprise.run("check", "tiny.yaml", "--json").succeeds().json())
                .isNotEmpty();
    }

    @Test
    public void reproducesTheQuickestClaim() throws Exception {
        JsonNode claims = reprise.run("reproduce", "dragon-hatchling", "--claim", "parallel-equals-recurrent", "--json")
                .succeeds()
                .json();

        assertThat(claims.findValuesAsText("verdict")).containsExactly("holds");
    }

    @Test
    public void answersItsVersionWithoutAHome() throws Exception {
        Path nowhere = folder.resolve("no-home");

        assertThat(Reprise.at(nowhere).run("--version").succeeds().out()).startsWith("reprise ");
        assertThat(nowhere).doesNotExist();
    }
}
