package io.reprise.engine.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.tensor.service.NativeTensorService;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointsTest {
    private static final NativeTensorService TENSORS = new NativeTensorService();

    private static List<Map<String, String>> points(String yaml) {
        SweepFile file = SweepFile.of(Yaml.parse("pipeline: x\n" + yaml, "s.yaml", SweepFile.WHAT));
        return Points.of(file, TENSORS::random).stream()
                .map(Points.Point::texts)
                .toList();
    }

    @Test
    void makesAllCombinationsOfAGridTheLastFastest() {
        assertThat(points("grid: {a.x: [1, 2], a.y: [u, v], a.z: [[3, 4]]}"))
                .containsExactly(
                        Map.of("a.x", "1", "a.y", "u", "a.z", "3,4"),
                        Map.of("a.x", "1", "a.y", "v", "a.z", "3,4"),
                        Map.of("a.x", "2", "a.y", "u", "a.z", "3,4"),
                        Map.of("a.x", "2", "a.y", "v", "a.z", "3,4"));
    }

    @Test
    void takesAListAsItIs() {
        assertThat(points("list: [{a.x: 1}, {a.x: 2, a.y: 3}]"))
                .containsExactly(Map.of("a.x", "1"), Map.of("a.x", "2", "a.y", "3"));
    }

    @Property(tries = 20)
    void drawsWithinTheRanges(@ForAll @IntRange(min = 1, max = 40) int samples, @ForAll int seed) {
        List<Map<String, String>> points = points("random: {samples: " + samples + ", seed: " + seed
                + ", settings: {a.u: {uniform: [-1, 3]}, a.l: {log: [1.0e-5, 1.0e-1]}, a.w: {whole: [2, 5]},"
                + " a.c: {choice: [x, y]}}}");

        assertThat(points).hasSize(samples).doesNotHaveDuplicates().allSatisfy(point -> {
            assertThat(Double.parseDouble(point.get("a.u"))).isBetween(-1.0, 3.0);
            assertThat(Double.parseDouble(point.get("a.l"))).isBetween(1e-5, 1e-1);
            assertThat(Integer.parseInt(point.get("a.w"))).isBetween(2, 5);
            assertThat(point.get("a.c")).isIn("x", "y");
        });
    }

    @Test
    void drawsThePowersOfALogRangeEvenlyAndEveryWholeNumber() {
        List<Map<String, String>> points =
                points("random: {samples: 2000, settings: {a.l: {log: [1.0e-4, 1]}, a.w: {whole: [0, 3]}}}");

        // A quarter each; five standard deviations of 2000 draws are 0.048.
        for (int power = -4; power < 0; power++) {
            int p = power;
            assertThat(points.stream()
                            .mapToDouble(point -> Math.log10(Double.parseDouble(point.get("a.l"))))
                            .filter(log -> log >= p && log < p + 1)
                            .count())
                    .isBetween(400L, 600L);
        }
        for (int whole = 0; whole <= 3; whole++) {
            String text = Integer.toString(whole);
            assertThat(points.stream().filter(point -> point.get("a.w").equals(text)))
                    .hasSizeBetween(400, 600);
        }
    }

    @Test
    void drawsASettingAlikeWhateverElseIsDrawn() {
        List<String> alone = points("random: {samples: 5, settings: {a.u: {uniform: [0, 1]}}}").stream()
                .map(point -> point.get("a.u"))
                .toList();
        List<String> beside =
                points("random: {samples: 5, settings: {a.b: {log: [1, 2]}, a.u: {uniform: [0, 1]}}}").stream()
                        .map(point -> point.get("a.u"))
                        .toList();

        assertThat(beside).isEqualTo(alone);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grid: {a.x: [1, 1]} | s.yaml:2:7: grid: The points 1 and 2 are the same",
                "grid: {a.x: 1} | s.yaml:2:13: The key 'grid.a.x' has the value '1'. Expected: a list",
                "grid: {a.x: []} | s.yaml:2:13: .*Expected: at least one value",
                "grid: {seed: [1, 2]} | s.yaml:2:8: The seed is no setting",
                "list: [{a.x: 1}, {a.x: 1}] | s.yaml:2:18: list: The points 1 and 2 are the same",
                "list: [] | s.yaml:2:7: .*Expected: at least one point",
                "random: {settings: {}} | s.yaml:2:9: The key 'samples' must be given",
                "random: {samples: 3, settings: {a.x: {unifrom: [0, 1]}}} | s.yaml:2:39: There is no key .*uniform",
                "random: {samples: 3, settings: {a.x: {log: [0, 1]}}} | s.yaml:2:44: .*and above 0",
                "random: {samples: 3, settings: {a.x: {uniform: [2, 1]}}} | s.yaml:2:48: .*LEAST below MOST",
                "random: {samples: 3, settings: {a.x: {whole: [1, 2, 3]}}} | s.yaml:2:46: .*Expected: .LEAST, MOST",
                "random: {samples: 3, settings: {a.x: 4}} | s.yaml:2:38: .*Expected: one of .uniform",
                "random: {samples: 9, settings: {a.x: {choice: [1, 2]}}} | s.yaml:2:19: .*hold no 9 different points; 2 were",
            })
    void saysWhichPointsAreWrong(String yaml, String message) {
        assertThatThrownBy(() -> points(yaml)).message().containsPattern(message);
    }
}
