package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Runs are killed (-9) at random moments and gone on with: they end as if nothing had happened. {@code -Dreprise.kills=50} kills more
 * than the few of every build.
 */
public class KilledRunIT {
    private static final int KILLS = Integer.getInteger("reprise.kills", 3);
    private static final long PATIENCE_SECONDS = 120;

    private static Path home;
    private static Reprise reprise;
    private static Path pipeline;

    @BeforeClass
    public static void installAMethodAndWriteAPipeline() throws Exception {
        home = Folders.empty(KilledRunIT.class, "home");
        reprise = Reprise.at(home);
        reprise.run("install", "dragon-hatchling").succeeds();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            text.append("the ").append(i * 7919 % 1000).append(" dragons ");
        }
        Path words = Files.writeString(home.resolveSibling("words.txt"), text);
        pipeline = Files.writeString(home.resolveSibling("killed.yaml"), """
                data: {use: text-bytes, path: "%s", window: 16}
                model: {use: bdh, layers: 2, width: 16, heads: 2, expansion: 8, dropout: 0.1}
                trainers:
                  - {use: adamw, steps: 300, batch: 4}
                  - {use: adamw, steps: 300, batch: 4, learningRate: 1.0e-4}
                evaluators: [{use: bits-per-byte, every: 100, windows: 64}]
                checkpoints: {every: 20}
                seed: 11
                """.formatted(words.toAbsolutePath()));
    }

    @Test
    public void endAsIfNothingHadHappened() throws Exception {
        Path undisturbed = folder(
                reprise.run("run", pipeline.toString(), "--json").succeeds().json());
        Random random = new Random(Long.getLong("reprise.kills.seed", 20));
        int killedInTheMiddle = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = reprise.start("run", pipeline.toString());
            Path run = home.resolve("runs").resolve(String.format("%04d-killed", kill + 2));
            await(run.resolve("run.json"), process);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(3000));
            boolean ended = !process.isAlive();
            process.destroyForcibly().waitFor();
            if (!ended
                    && !reprise.run("runs", run.getFileName().toString(), "--json")
                            .succeeds()
                            .json()
                            .get("state")
                            .asText()
                            .equals("done")) {
                killedInTheMiddle++;
                reprise.run("resume", run.getFileName().toString()).succeeds();
            }
            assertThat(Files.readString(run.resolve("metrics.jsonl")))
                    .isEqualTo(Files.readString(undisturbed.resolve("metrics.jsonl")));
            assertThat(Files.readAllBytes(run.resolve("checkpoints/final.safetensors")))
                    .isEqualTo(Files.readAllBytes(undisturbed.resolve("checkpoints/final.safetensors")));
            assertThat(run.resolve("checkpoints/latest.safetensors")).doesNotExist();
        }
        assertThat(killedInTheMiddle).as("runs that were really cut off").isPositive();
    }

    private static Path folder(JsonNode run) {
        return Path.of(run.get("folder").asText());
    }

    private static void await(Path file, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("the run begins: " + file)
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
