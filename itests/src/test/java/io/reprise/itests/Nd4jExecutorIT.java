package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** ND4J is installed by name, computes a method, and is uninstalled. */
public class Nd4jExecutorIT {
    /** Sums of a few hundred floats, each to 24 bits, in another order; five steps carry them on. */
    private static final double ROUNDING_PERCENT = 1e-3;

    private final Path home = Folders.empty(Nd4jExecutorIT.class, "home");
    private final Reprise reprise = Reprise.at(home);

    @Test
    public void trainsTheDragonHatchlingToTheSameLossesWithinRounding() throws Exception {
        Path pipeline = TinyRun.in(Folders.empty(Nd4jExecutorIT.class, "work"));
        Reprise here = reprise.in(pipeline.getParent());
        here.run("install", "dragon-hatchling").succeeds();
        here.run("run", pipeline.toString(), "tensor.executor=nd4j")
                .refuses("tensor.executor: The executor 'nd4j' is not started", "reprise install nd4j");

        here.run("install", "nd4j").succeeds();
        assertThat(here.run("doctor").succeeds().out())
                .contains("native, unless a run asks for another; also nd4j")
                .contains("no CUDA device");
        here.run("run", pipeline.toString()).succeeds();
        here.run("run", pipeline.toString(), "tensor.executor=nd4j").succeeds();

        List<Double> expected = losses("0001-tiny");
        List<Double> actual = losses("0002-tiny");
        assertThat(expected).hasSize(5);
        assertThat(actual).hasSameSizeAs(expected);
        for (int step = 0; step < expected.size(); step++) {
            assertThat(actual.get(step))
                    .as("loss of step %d", step)
                    .isCloseTo(expected.get(step), withinPercentage(ROUNDING_PERCENT));
        }
        assertThat(home.resolve("runs/0002-tiny/pipeline.yaml")).content().contains("executor: nd4j");
        JsonNode platform = new ObjectMapper()
                .readTree(home.resolve("runs/0002-tiny/run.json").toFile())
                .get("platform");
        assertThat(platform.get("executor").asText()).isEqualTo("nd4j");
        assertThat(platform.get("kernels").asText()).contains("ND4J 1.0.0-M2.1");

        here.run("uninstall", "nd4j").succeeds();
        assertThat(Folders.list(home.resolve("bundles")))
                .noneMatch(jar -> jar.getFileName().toString().contains("nd4j"));
    }

    private List<Double> losses(String run) throws IOException {
        List<Double> losses = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(home.resolve("runs").resolve(run).resolve("metrics.jsonl"))) {
            JsonNode step = json.readTree(line);
            if (step.has("step") && step.has("loss")) {
                losses.add(step.get("loss").asDouble());
            }
        }
        return losses;
    }
}
