package io.reprise.engine.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.engine.SweepInfo.Goal;
import io.reprise.engine.SweepInfo.Shown;
import io.reprise.engine.internal.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
    private static SweepFile read(String yaml) {
        return SweepFile.of(Yaml.parse(yaml, "s.yaml", SweepFile.WHAT));
    }

    @Test
    void readsWhatASweepSays() {
        SweepFile file = read("""
                summary: two rates
                pipeline: line
                set: {data.noise: 0.5, model.sizes: [1, 2]}
                grid: {trainer.learningRate: [0.1, 0.2]}
                seeds: 3
                metrics: [{validation.loss: lowest}, mean]
                parallel: 2
                """);

        assertThat(file.summary()).isEqualTo("two rates");
        assertThat(SweepFile.texts(file.set()))
                .containsEntry("data.noise", "0.5")
                .containsEntry("model.sizes", "1,2");
        assertThat(file.kind()).isEqualTo("grid");
        assertThat(file.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(file.shown())
                .containsExactly(new Shown("validation.loss", Goal.LOWEST), new Shown("mean", Goal.NONE));
        assertThat(file.parallel()).hasValue(2);
    }

    @Test
    void writesItselfSoThatReadingGivesTheSame() {
        String yaml = """
                summary: two rates
                pipeline: line
                set: {data.noise: 0.5, data.path: my.txt}
                grid: {trainer.learningRate: [0.1, 1.0e-4], model.tied: [true, false], model.layers: [2, 3]}
                seeds: [5, 7]
                metrics: [{validation.loss: lowest}, mean]
                """;
        SweepFile file = read(yaml);
        String written = file.toYaml(Optional.empty(), SweepFile.texts(file.set()), file.seeds(), OptionalInt.empty());
        SweepFile again = read(written);

        assertThat(written).contains("- 2\n").doesNotContain("'2'");
        assertThat(again.shown()).isEqualTo(file.shown());
        assertThat(again.seeds()).isEqualTo(List.of(5L, 7L));
        assertThat(again.toYaml(Optional.empty(), SweepFile.texts(again.set()), again.seeds(), OptionalInt.empty()))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grid: {a.b: [1]} | s.yaml:1:1: The key 'pipeline' must be given",
                "pipeline: x; gird: {a.b: [1]} | s.yaml:2:1: There is no key 'gird' here.*Did you mean grid",
                "pipeline: x | s.yaml:1:1: The sweep says no points. Expected: one of grid, random, list",
                "pipeline: x; grid: {a.b: [1]}; list: [{a.b: 1}] | s.yaml:3:1: The keys grid and list do not go together",
                "pipeline: x; grid: {a.b: [1]}; seeds: [1, 2, 1] | s.yaml:3:15: seeds: The seed 1 is given twice",
                "pipeline: x; grid: {a.b: [1]}; seeds: 0 | s.yaml:3:8: The key 'seeds' has the value '0'",
                "pipeline: x; grid: {a.b: [1]}; seeds: [1, x] | s.yaml:3:12: The key 'seeds' has the value 'x'",
                "pipeline: x; grid: {a.b: [1]}; set: {seed: 3} | s.yaml:3:7: The seed is no setting of a point",
                "pipeline: x; grid: {a.b: [1]}; metrics: [{loss: low}] | s.yaml:3:18: .*Expected: lowest or highest",
                "pipeline: x; grid: {a.b: [1]}; metrics: [loss, loss] | s.yaml:3:10: metrics: A metric is given twice",
                "pipeline: x; grid: {a.b: [1]}; metrics: [] | s.yaml:3:10: .*at least one metric",
                "pipeline: x; grid: {a.b: [1]}; parallel: none | s.yaml:3:11: .*Expected: a whole number",
            })
    void saysWhereAFileIsWrong(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace("; ", "\n"))).message().containsPattern(message);
    }
}
