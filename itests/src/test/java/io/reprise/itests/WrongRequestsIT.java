package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;

/** Each wrong request is answered by a clear sentence and the exit status 2, and starts nothing. */
public class WrongRequestsIT {
    private static Path folder;
    private static Reprise reprise;

    @BeforeClass
    public static void installAMethod() throws Exception {
        folder = Folders.empty(WrongRequestsIT.class, "work");
        reprise = Reprise.at(folder.resolve("home")).in(folder);
        TinyRun.in(folder);
        reprise.run("install", "dragon-hatchling", "wordnet").succeeds();
    }

    private static void wrongPipeline(String right, String wrong, String... parts) throws Exception {
        assertThat(TinyRun.PIPELINE).contains(right);
        Files.writeString(folder.resolve("wrong.yaml"), TinyRun.PIPELINE.replace(right, wrong));
        List<Path> runs = Folders.list(folder.resolve("home/runs"));
        reprise.run("run", "wrong.yaml").refuses(parts);
        assertThat(Folders.list(folder.resolve("home/runs")))
                .as("no run begins")
                .isEqualTo(runs);
    }

    @Test
    public void namesTheMethodsNearestToAnUnknownOne() throws Exception {
        reprise.run("install", "dragon-hatchlin").refuses("dragon-hatchlin", "dragon-hatchling");
        reprise.run("info", "dragonhatchling").refuses("dragonhatchling", "dragon-hatchling");
        reprise.run("run", "dragon-hatching").refuses("dragon-hatching", "dragon-hatchling");
        reprise.run("reproduce", "dragn-hatchling").refuses("dragn-hatchling", "dragon-hatchling");
        reprise.run("uninstall", "dragon").refuses("dragon");
    }

    @Test
    public void namesTheSettingsNearestToAnUnknownOne() throws Exception {
        reprise.run("run", "tiny.yaml", "model.layer=2").refuses("layer", "layers");
        wrongPipeline("layers: 1", "layerz: 1", "wrong.yaml:3", "layerz", "layers");
        wrongPipeline("steps: 5", "stepz: 5", "wrong.yaml:4", "stepz", "steps");
        reprise.run("run", "tiny.yaml", "modell.layers=2").refuses("modell", "model");
    }

    @Test
    public void saysWhatPluginsThereAre() throws Exception {
        wrongPipeline("use: bdh", "use: bdhh", "wrong.yaml:3", "bdhh", "bdh");
        wrongPipeline("use: adamw", "use: bits-per-byte", "wrong.yaml:4", "bits-per-byte", "evaluator");
    }

    @Test
    public void refusesAValueOfTheWrongType() throws Exception {
        reprise.run("run", "tiny.yaml", "model.layers=many").refuses("layers", "many", "whole number");
        wrongPipeline("dropout: 0.1", "dropout: some", "wrong.yaml:3", "dropout", "some", "number");
        wrongPipeline("seed: 11", "seed: eleven", "wrong.yaml:7", "seed", "eleven", "whole number");
    }

    @Test
    public void refusesAValueOutOfRange() throws Exception {
        reprise.run("run", "tiny.yaml", "model.layers=0").refuses("layers", "'0'", "out of range", "1 to 1000");
        wrongPipeline("dropout: 0.1", "dropout: 1.5", "wrong.yaml:3", "dropout", "1.5", "0.9");
    }

    @Test
    public void refusesADataFileThatCannotBeUsed() throws Exception {
        Files.createDirectories(folder.resolve("texts"));
        Files.writeString(folder.resolve("empty.txt"), "");
        Files.writeString(folder.resolve("short.txt"), "To be");

        reprise.run("run", "tiny.yaml", "data.path=nowhere.txt").refuses("nowhere.txt", "no such file");
        reprise.run("run", "tiny.yaml", "data.path=texts").refuses("texts", "folder");
        reprise.run("run", "tiny.yaml", "data.path=empty.txt").refuses("empty.txt", "empty");
        reprise.run("run", "tiny.yaml", "data.path=short.txt").refuses("short.txt", "5 bytes", "window");
        reprise.run("run", "dragon-hatchling", "--offline")
                .refuses("tinyshakespeare.txt", "offline", "SHA-256", "REPRISE_DATA");
    }

    @Test
    public void refusesADatasetThatDoesNotFitTheModel() throws Exception {
        wrongPipeline(
                "{use: text-bytes, path: text.txt, window: 16}",
                "{use: wordnet-graph}",
                "wrong.yaml:3",
                "bdh",
                "wordnet-graph",
                "tokens: int[B,T]",
                "subject: int[B]",
                "text-bytes");
    }

    @Test
    public void saysWhereAFileIsNoYaml() throws Exception {
        wrongPipeline("layers: 1,", "layers: [1,", "wrong.yaml:", "no valid YAML");
        wrongPipeline("trainer:", "trainer", "wrong.yaml:", "no valid YAML");
        wrongPipeline("seed: 11", "sead: 11", "wrong.yaml:7", "sead", "seed");
        reprise.run("run", "texts.yaml").refuses("texts.yaml", "no such file");
        Files.write(folder.resolve("binary.yaml"), new byte[] {0, (byte) 0xff, 7});
        reprise.run("run", "binary.yaml").refuses("binary.yaml", "UTF-8");
    }

    @Test
    public void refusesAnUnknownCommandOrOption() throws Exception {
        reprise.run("rum", "tiny.yaml").refuses("rum", "run");
        reprise.run("list", "--instaled").refuses("--instaled");
        reprise.run("run").refuses("PIPELINE");
    }

    @Test
    public void refusesAHomeThatCannotBeWritten() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Reprise.at(file).run("list").refuses("file", "home folder cannot be written", "--home");
        Reprise.at(file.resolve("home")).in(folder).run("list").refuses("home folder cannot be written", "--home");

        Path readOnly = Files.createDirectories(folder.resolve("read-only"));
        Reprise there = Reprise.at(Unwritable.like(readOnly)).in(folder);
        there.run("list").refuses("home folder cannot be written", "--home");
    }
}
