package io.reprise.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTextTest {
    private static final String BDH = """
            # one line of comment
            summary: BDH on a text, next byte
            data: {use: text-bytes, path: tinyshakespeare.txt, window: 64}
            model: {use: bdh, layers: 4}
            trainer: {use: adamw, steps: 400, learningRate: 1.0e-3}
            evaluators:
              - {use: bits-per-byte}
              - {use: activity, top: 3}
              - {use: other/activity}
            seed: 1337
            """;

    @TempDir
    private Path folder;

    private static PipelineText parse(String yaml) {
        return PipelineText.of(Yaml.parse(yaml, "bdh.yaml", "a pipeline"), "bdh", "");
    }

    @Test
    void readsPartsSettingsAndSeed() {
        PipelineText pipeline = parse(BDH);

        assertThat(pipeline.summary()).isEqualTo("BDH on a text, next byte");
        assertThat(pipeline.seed()).isEqualTo(1337);
        assertThat(pipeline.data().use()).isEqualTo("text-bytes");
        assertThat(pipeline.data().values())
                .containsExactly(Map.entry("path", "tinyshakespeare.txt"), Map.entry("window", "64"));
        assertThat(pipeline.trainers().get(0).values()).containsEntry("learningRate", "1.0e-3");
        assertThat(pipeline.evaluators())
                .extracting(Part::name)
                .containsExactly("bits-per-byte", "activity", "activity-2");
    }

    @Test
    void remembersWhereEachSettingStands() {
        PipelineText pipeline = parse(BDH);

        assertThat(pipeline.model().orElseThrow().places().of("layers")).isEqualTo("bdh.yaml:4:19: model.layers");
        assertThat(pipeline.model().orElseThrow().places().of("heads")).isEqualTo("bdh.yaml:4:14: model.heads");
        assertThat(pipeline.evaluators().get(1).places().of("top")).isEqualTo("bdh.yaml:8:21: activity.top");
    }

    @Test
    void readsWhatItWrote() {
        String yaml = parse(BDH).toYaml();

        assertThat(parse(yaml).toYaml()).isEqualTo(yaml);
    }

    @Test
    void replacesSettingsPartsAndSeed() {
        PipelineText pipeline = parse(BDH)
                .with(Map.of(
                        "data.path", "other.txt",
                        "model.width", "32",
                        "model", "gpt",
                        "activity-2.top", "5",
                        "seed", "7"));

        assertThat(pipeline.data().values()).containsEntry("path", "other.txt").containsEntry("window", "64");
        // Another plug-in has settings of its own, whatever the order of the overrides.
        assertThat(pipeline.model().orElseThrow().use()).isEqualTo("gpt");
        assertThat(pipeline.model().orElseThrow().values()).containsExactly(Map.entry("width", "32"));
        assertThat(pipeline.evaluators().get(2).values()).containsEntry("top", "5");
        assertThat(pipeline.seed()).isEqualTo(7);
        assertThat(pipeline.data().places().of("path")).isEqualTo("data.path");
    }

    @Test
    void replacesAllEvaluators() {
        PipelineText pipeline = parse(BDH).with(Map.of("evaluators", "activity, loss", "loss.span", "2"));

        assertThat(pipeline.evaluators()).extracting(Part::use).containsExactly("activity", "loss");
        assertThat(pipeline.evaluators().get(1).values()).containsEntry("span", "2");
    }

    @Test
    void leavesOutAPartThatIsSetToNothing() {
        assertThat(parse(BDH).with(Map.of("trainer", "")).trainers()).isEmpty();
        assertThatThrownBy(() -> parse(BDH).with(Map.of("data", ""))).hasMessageContaining("must have a dataset");
    }

    @Test
    void namesThePartThatAnOverrideMayHaveMeant() {
        assertThatThrownBy(() -> parse(BDH).with(Map.of("modle.layers", "3")))
                .isInstanceOf(RepriseException.class)
                .hasMessage("modle.layers: The pipeline 'bdh' has no part 'modle'. Did you mean model?");
        assertThatThrownBy(() -> parse(BDH).with(Map.of("layers", "3")))
                .hasMessageContaining(
                        "Expected: seed, data, model, trainer, transforms, trainers, evaluators or PART.SETTING");
        assertThatThrownBy(() -> parse(BDH).with(Map.of("seed", "x")))
                .hasMessageContaining("seed: 'x' is no whole number");
    }

    @Test
    void saysHowToComputeBesideWhatToCompute() {
        PipelineText pipeline = parse(BDH).with(Map.of("tensor.memory", "2g"));
        assertThat(pipeline.tensor().get("memory").value()).isEqualTo("2g");
        assertThat(parse(pipeline.toYaml()).tensor().get("memory").value()).isEqualTo("2g");
        assertThat(parse(BDH).tensor()).isEmpty();
        assertThat(pipeline.accepts("tensor.memory")).isTrue();
    }

    @Test
    void saysWhichOverridesItAccepts() {
        PipelineText pipeline = parse(BDH);

        assertThat(List.of("seed", "model", "model.layers", "activity.top", "evaluators"))
                .allMatch(pipeline::accepts);
        assertThat(List.of("modle", "gpt.layers", "layers")).noneMatch(pipeline::accepts);
    }

    @Test
    void namesFileLineAndColumnOfASyntaxError() {
        assertThatThrownBy(() -> parse("data: {use: text-bytes\nmodel: {use: bdh}\n"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("bdh.yaml:2:6: This is no valid YAML");
        assertThatThrownBy(() -> parse("data:\n\t{use: x}\n"))
                .hasMessageContaining("bdh.yaml:2:1: This is no valid YAML");
    }

    @Test
    void namesLineAndColumnOfAKeyThatDoesNotBelongThere() {
        assertThatThrownBy(() -> parse("data: {use: x}\nmodell: {use: y}\n"))
                .hasMessage(
                        "bdh.yaml:2:1: There is no key 'modell' here. Expected: include, variables, "
                                + "summary, data, transforms, model, trainer, trainers, evaluators, seed, checkpoints, tensor. Did you mean model?");
        assertThatThrownBy(() -> parse("data: {use: x, path: a, path: b}"))
                .hasMessageContaining("bdh.yaml:1:25: The key 'path' is given twice");
        assertThatThrownBy(() -> parse("data: text-bytes"))
                .hasMessageContaining("Expected: a plug-in with its settings");
        assertThatThrownBy(() -> parse("data: {path: a}")).hasMessageContaining("The key 'data' names no plug-in");
        assertThatThrownBy(() -> parse("model: {use: a}")).hasMessageContaining("The key 'data' must be given");
        assertThatThrownBy(() -> parse("data: {use: x}\nseed: soon"))
                .hasMessageContaining("bdh.yaml:2:7: The key 'seed' has the value 'soon'. Expected: a whole number");
        assertThatThrownBy(() -> parse("# nothing")).hasMessageContaining("bdh.yaml: The file is empty");
        assertThatThrownBy(() -> parse("- a\n- b\n")).hasMessageContaining("has a list. Expected: keys with values");
    }

    @Test
    void refusesAliasesThatMultiply() {
        StringBuilder bomb = new StringBuilder("data: {use: x}\nsummary:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("  - &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(8))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThatThrownBy(() -> parse(bomb.toString()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("Number of aliases");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        assertThatThrownBy(() -> Yaml.read(folder.resolve("none.yaml"), "a pipeline"))
                .hasMessageContaining("none.yaml: There is no such file. Expected: a pipeline");
        assertThatThrownBy(() -> Yaml.read(folder, "a pipeline")).hasMessageContaining("This is no regular file");
        Path latin = Files.write(folder.resolve("latin.yaml"), "summary: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Yaml.read(latin, "a pipeline")).hasMessageContaining("no text in UTF-8");
    }

    @Test
    void putsVariablesInTheirPlaces() {
        PipelineText pipeline = parse("""
                variables: {width: 64, sizes: [1, 2], file: shakespeare}
                data: {use: text-bytes, path: "data/${file}-${width}.txt", note: "$${file}"}
                model: {use: bdh, width: "${width}", sizes: "${sizes}"}
                """);

        assertThat(pipeline.data().values())
                .containsEntry("path", "data/shakespeare-64.txt")
                .containsEntry("note", "${file}");
        assertThat(pipeline.model().orElseThrow().values())
                .containsEntry("width", "64")
                .containsEntry("sizes", List.of("1", "2"));
        PipelineText wider = pipeline.with(Map.of("model.width", "7")).with(Map.of("variables.width", "128"));
        assertThat(wider.data().values()).containsEntry("path", "data/shakespeare-128.txt");
        assertThat(wider.model().orElseThrow().values())
                .as("an override counts more")
                .containsEntry("width", "7");
        assertThat(pipeline.accepts("variables.width")).isTrue();
        assertThat(pipeline.accepts("variables.depth")).isFalse();
    }

    @Test
    void saysWhichVariableIsMissingAndWhere() {
        assertThatThrownBy(() -> parse("variables: {width: 1}\ndata: {use: x, path: \"${widht}\"}"))
                .hasMessage("bdh.yaml:2:22: There is no variable 'widht'. Did you mean width?");
        assertThatThrownBy(() -> parse("data: {use: x, path: \"${width}\"}"))
                .hasMessageContaining("The pipeline has no variables");
        assertThatThrownBy(() -> parse("variables: {a: [1]}\ndata: {use: x, path: \"y${a}\"}"))
                .hasMessageContaining("The variable 'a' is no single value");
        assertThatThrownBy(() -> parse("variables: {a: 1}\ndata: {use: x}").with(Map.of("variables.b", "1")))
                .hasMessageContaining("variables.b: There is no variable 'b'");
        assertThatThrownBy(() -> parse("variables: {a: 1, b: \"${a}\"}\ndata: {use: x}"))
                .hasMessageContaining("The variable 'b' refers to another variable");
    }

    @Test
    void laysAPipelineOverThoseItIncludes() throws IOException {
        Path sub = Files.createDirectories(folder.resolve("sub"));
        Files.writeString(
                sub.resolve("base.yaml"), "include: ../first.yaml\nmodel: {use: bdh, layers: 4, width: 8}\nseed: 3\n");
        Files.writeString(
                folder.resolve("first.yaml"),
                "variables: {steps: 5}\ndata: {use: text, path: a}\ntrainer: {use: sgd, steps: \"${steps}\"}\n");
        Path top = Files.writeString(
                folder.resolve("top.yaml"),
                "include: sub/base.yaml\nvariables: {steps: 9}\ndata: {use: other}\nmodel: {width: 16}\n");
        PipelinesService pipelines = new PipelinesService(TestPlugins.none(), new TestResources());

        PipelineText pipeline = (PipelineText) pipelines.read(top);
        assertThat(pipeline.name()).isEqualTo("top");
        assertThat(pipeline.data().use()).isEqualTo("other");
        assertThat(pipeline.data().values())
                .as("another plug-in brings its own settings")
                .isEmpty();
        assertThat(pipeline.model().orElseThrow().values())
                .containsEntry("layers", "4")
                .containsEntry("width", "16");
        assertThat(pipeline.model().orElseThrow().places().of("layers")).contains("base.yaml:2:");
        assertThat(pipeline.trainers().get(0).values()).containsEntry("steps", "9");
        assertThat(pipeline.seed()).isEqualTo(3);
    }

    @Test
    void refusesWhatIncludesItselfOrIsNotThere() throws IOException {
        PipelinesService pipelines = new PipelinesService(TestPlugins.none(), new TestResources());
        Path self = Files.writeString(folder.resolve("self.yaml"), "include: [self.yaml]\ndata: {use: x}\n");
        Path lost = Files.writeString(folder.resolve("lost.yaml"), "include: none.yaml\ndata: {use: x}\n");
        Path named = Files.writeString(folder.resolve("named.yaml"), "include: no-such\ndata: {use: x}\n");

        assertThatThrownBy(() -> pipelines.read(self)).hasMessageContaining("include one another without end");
        assertThatThrownBy(() -> pipelines.read(lost))
                .hasMessageContaining("lost.yaml:1:10: There is no such file: ")
                .hasMessageContaining("none.yaml");
        assertThatThrownBy(() -> pipelines.read(named))
                .hasMessageContaining("named.yaml:1:10: There is no pipeline 'no-such'");
    }

    @Test
    void letsANamedPipelineBeIncludedWithItsOwnPlugins() throws IOException {
        TestResources resources = new TestResources()
                .pipeline("line", "base", "data: {use: points}\nmodel: {use: line}\ntrainer: {use: solve}\n");
        Path top = Files.writeString(folder.resolve("top.yaml"), "include: base\nevaluators: [{use: range}]\n");

        PipelineText pipeline = (PipelineText) new PipelinesService(TestPlugins.lines(), resources).read(top);
        assertThat(pipeline.model().orElseThrow().method()).isEqualTo("line");
        assertThat(pipeline.evaluators().get(0).method()).isEmpty();
    }

    @Test
    void readsTransformsTrainersAndWhenEvaluatorsMeasure() {
        PipelineText pipeline = parse("""
                data: {use: x}
                transforms: [{use: flatten}, {use: kit/flatten, column: a}]
                trainers: [{use: sgd, steps: 2}, {use: adamw}]
                evaluators: [{use: loss, every: 10, top: 1}]
                checkpoints: {every: 5}
                """);

        assertThat(pipeline.transforms()).extracting(Part::name).containsExactly("flatten", "flatten-2");
        assertThat(pipeline.trainers()).extracting(Part::name).containsExactly("trainer", "trainer-2");
        assertThat(pipeline.evaluators().get(0).every().orElseThrow().value()).isEqualTo("10");
        assertThat(pipeline.evaluators().get(0).values()).containsOnlyKeys("top");
        PipelineText changed = pipeline.with(
                Map.of("trainer-2.steps", "7", "loss.every", "3", "flatten-2.column", "b", "checkpoints.every", "1"));
        assertThat(changed.trainers().get(1).values()).containsEntry("steps", "7");
        assertThat(changed.evaluators().get(0).every().orElseThrow().value()).isEqualTo("3");
        assertThat(changed.transforms().get(1).values()).containsEntry("column", "b");
        assertThat(changed.checkpoints().get("every").value()).isEqualTo("1");
        assertThat(parse(changed.toYaml()).toYaml()).isEqualTo(changed.toYaml());
        assertThat(changed.with(Map.of("trainer", "sgd")).trainers()).hasSize(1);
        assertThatThrownBy(() -> parse("data: {use: x}\ntrainer: {use: a}\ntrainers: [{use: b}]"))
                .hasMessageContaining("bdh.yaml:3:1: Both 'trainer' and 'trainers' are given");
    }
}
