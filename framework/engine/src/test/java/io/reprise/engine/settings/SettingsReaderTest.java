package io.reprise.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    enum Norm {
        LAYER,
        ROOT_MEAN_SQUARE
    }

    record All(
            @Setting(value = "6", min = 1, max = 64, description = "L: number of layers")
            int layers,

            @Setting(value = "10000000000", description = "a long one")
            long tokens,

            @Setting(value = "1e-3", min = 0, unit = "1/step", description = "length of a step")
            double learningRate,

            @Setting(value = "true", description = "whether to shuffle")
            boolean shuffle,

            @Setting(
                    value = "relu",
                    choices = {"relu", "gelu"},
                    description = "the nonlinearity")
            String activation,

            @Setting(value = "", description = "a file") Path path,

            @Setting(value = "layer", description = "the norm")
            Norm norm,

            @Setting(value = "8,16", min = 1, description = "sizes")
            List<Integer> sizes,

            @Setting(value = "0.9,0.999", description = "decays")
            List<Double> decays,

            @Setting(value = "", description = "names") List<String> names) {}

    private final SettingsReader<All> reader = SettingsReader.of(All.class);

    private static All all(int layers, double learningRate) {
        return new All(
                layers,
                10_000_000_000L,
                learningRate,
                true,
                "relu",
                Path.of(""),
                Norm.LAYER,
                List.of(8, 16),
                List.of(0.9, 0.999),
                List.of());
    }

    @Test
    void takesTheDefaultsOfWhatIsNotGiven() {
        assertThat(reader.defaults()).isEqualTo(all(6, 0.001));
    }

    @Test
    void readsTextsAsWellAsTypedValues() {
        Map<String, Object> texts = new LinkedHashMap<>();
        texts.put("layers", "4");
        texts.put("tokens", "7");
        texts.put("learningRate", "2.5E-4");
        texts.put("shuffle", "false");
        texts.put("activation", "gelu");
        texts.put("path", "a/b.txt");
        texts.put("norm", "root-mean-square");
        texts.put("sizes", "[1, 2,3]");
        texts.put("decays", "0.5");
        texts.put("names", "x, y");
        Map<String, Object> typed = new LinkedHashMap<>();
        typed.put("layers", 4);
        typed.put("tokens", 7L);
        typed.put("learningRate", 2.5e-4);
        typed.put("shuffle", false);
        typed.put("activation", "gelu");
        typed.put("path", Path.of("a/b.txt"));
        typed.put("norm", Norm.ROOT_MEAN_SQUARE);
        typed.put("sizes", List.of(1, 2, 3));
        typed.put("decays", List.of(0.5));
        typed.put("names", List.of("x", "y"));

        assertThat(reader.read(texts)).isEqualTo(reader.read(typed));
        assertThat(reader.read(texts).norm()).isEqualTo(Norm.ROOT_MEAN_SQUARE);
    }

    @Property
    void readsWhatItWrote(@ForAll @IntRange(min = 1, max = 64) int layers, @ForAll @DoubleRange(min = 0) double rate) {
        All settings = all(layers, rate);

        assertThat(reader.read(reader.write(settings))).isEqualTo(settings);
    }

    @Test
    void namesTheNearestSettingForAMisspeltOne() {
        assertThatThrownBy(() -> reader.read(Map.of("layrs", "4"), Places.part("model")))
                .isInstanceOf(RepriseException.class)
                .hasMessage("model.layrs: There is no setting 'layrs'. Did you mean layers?");
    }

    @Test
    void listsTheSettingsWhereNoneIsNear() {
        assertThatThrownBy(() -> reader.read(Map.of("zzz", "4"), Places.part("model")))
                .hasMessageContaining("There are: activation, decays, layers, learningRate");
    }

    @Test
    void namesKeyValueAndRangeOfAValueOutOfRange() {
        assertThatThrownBy(() -> reader.read(Map.of("layers", "65"), Places.part("model")))
                .hasMessage("model.layers: '65' is out of range. Expected: int, 1 to 64.");
        assertThatThrownBy(() -> reader.read(Map.of("learningRate", -1.0), Places.part("trainer")))
                .hasMessage("trainer.learningRate: '-1.0' is out of range. Expected: double, at least 0 (in 1/step).");
        assertThatThrownBy(() -> reader.read(Map.of("sizes", "1,0"), Places.part("model")))
                .hasMessageContaining("model.sizes: '0' is out of range");
    }

    @Test
    void namesKeyValueAndTypeOfAValueOfTheWrongType() {
        assertThatThrownBy(() -> reader.read(Map.of("layers", "many")))
                .hasMessage("layers: 'many' is no whole number. Expected: int, 1 to 64.");
        assertThatThrownBy(() -> reader.read(Map.of("layers", "2.5"))).hasMessageContaining("is no whole number");
        assertThatThrownBy(() -> reader.read(Map.of("layers", "1e999999999")))
                .hasMessageContaining("is no whole number");
        assertThatThrownBy(() -> reader.read(Map.of("layers", "4294967297"))).hasMessageContaining("is too large");
        assertThatThrownBy(() -> reader.read(Map.of("learningRate", "fast"))).hasMessageContaining("is no number");
        assertThatThrownBy(() -> reader.read(Map.of("learningRate", "NaN"))).hasMessageContaining("is no number");
        assertThatThrownBy(() -> reader.read(Map.of("learningRate", "1e999"))).hasMessageContaining("is too large");
        assertThatThrownBy(() -> reader.read(Map.of("shuffle", "yes")))
                .hasMessage("shuffle: 'yes' is no truth value. Expected: boolean, true or false.");
        assertThatThrownBy(() -> reader.read(Map.of("path", List.of("a")))).hasMessageContaining("is no path");
        assertThatThrownBy(() -> reader.read(Map.of("sizes", Map.of()))).hasMessageContaining("is no list");
    }

    @Test
    void namesTheChoices() {
        assertThatThrownBy(() -> reader.read(Map.of("activation", "gleu")))
                .hasMessage("activation: 'gleu' is none of the choices. Expected: choice, relu, gelu. "
                        + "Did you mean gelu?");
        assertThatThrownBy(() -> reader.read(Map.of("norm", "batch")))
                .hasMessageContaining("Expected: choice, layer, root-mean-square");
    }

    @Test
    void refusesAnEmptyValue() {
        Map<String, Object> empty = new LinkedHashMap<>();
        empty.put("layers", null);

        assertThatThrownBy(() -> reader.read(empty)).hasMessageContaining("layers: No value is given");
    }

    record Required(
            @Setting(description = "the text to train on") Path path,

            @Setting(min = 2, description = "bytes in a window")
            int window) {}

    @Test
    void asksForWhatMustBeGiven() {
        SettingsReader<Required> required = SettingsReader.of(Required.class);

        assertThatThrownBy(() -> required.read(Map.of("window", 4), Places.part("data")))
                .hasMessage("data.path: The setting 'path' must be given. Expected: path: the text to train on. "
                        + "Give it as data.path=VALUE.");
        assertThat(required.example()).isEqualTo(new Required(Path.of("example"), 2));
        assertThat(required.settings().get(0).required()).isTrue();
    }

    record Checked(
            @Setting(value = "4", description = "heads") int heads,
            @Setting(value = "64", description = "width") int width) {
        Checked {
            if (width % heads != 0) {
                throw RepriseException.problem("The width " + width + " is no multiple of " + heads + " heads")
                        .at("width");
            }
        }
    }

    @Test
    void placesWhatARecordItselfRefuses() {
        assertThatThrownBy(() -> SettingsReader.of(Checked.class).read(Map.of("heads", "5"), Places.part("model")))
                .isInstanceOf(RepriseException.class)
                .hasMessage("model.width: The width 64 is no multiple of 5 heads.");
    }

    @Test
    void listsTheSettings() {
        SettingInfo layers = reader.settings().get(0);

        assertThat(layers.name()).isEqualTo("layers");
        assertThat(layers.type()).isEqualTo("int");
        assertThat(layers.defaultValue()).contains("6");
        assertThat(layers.range()).isEqualTo("1 to 64");
        assertThat(layers.description()).isEqualTo("L: number of layers");
        assertThat(reader.settings())
                .extracting(SettingInfo::type)
                .containsExactly(
                        "int",
                        "long",
                        "double",
                        "boolean",
                        "choice",
                        "path",
                        "choice",
                        "list of int",
                        "list of double",
                        "list of text");
        assertThat(reader.settings().get(6).choices()).containsExactly("layer", "root-mean-square");
    }

    record Undescribed(int layers) {}

    record BadDefault(
            @Setting(value = "0", min = 1, description = "layers")
            int layers) {}

    record BadType(
            @Setting(value = "0", description = "a float") float rate) {}

    @Test
    void refusesARecordThatIsNotDescribedAsItShouldBe() {
        assertThatThrownBy(() -> SettingsReader.of(Undescribed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Undescribed.layers has no @Setting");
        assertThatThrownBy(() -> SettingsReader.of(BadDefault.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BadDefault.layers")
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> SettingsReader.of(BadType.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which no setting can have");
    }
}
