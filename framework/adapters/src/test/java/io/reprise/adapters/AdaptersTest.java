package io.reprise.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.TransformFactory;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptersTest {
    private static final Schema IMAGES = columns("image: float[B,1,2,3]", "label: int[B] < 4", "name: text[B]");

    private static Schema columns(String... forms) {
        return Schema.of(Stream.of(forms).map(form -> Field.parse(form, "")).toList());
    }

    private static Batch images(TestRun run, int first, int size) {
        float[] pixels = new float[size * 6];
        int[] labels = new int[size];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int pixel = 0; pixel < 6; pixel++) {
                pixels[i * 6 + pixel] = ((first + i) * 6 + pixel) % 11 / 10f;
            }
            labels[i] = (first + i) % 4;
            names.add("bild " + (first + i) + " \u00e4");
        }
        return Batch.of(
                        "image", run.tensors().of(pixels, size, 1, 2, 3),
                        "label", run.tensors().of(labels, size))
                .withText("name", names);
    }

    private static Tensor filled(TestRun run, ElementType type, int... sizes) {
        Tensor tensor = run.tensors().zeros(type, Shape.of(sizes));
        double[] values = new double[(int) tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2;
        }
        tensor.set(values);
        return tensor;
    }

    private static Field.Type fieldType(ElementType type) {
        return Field.Type.valueOf(type.name());
    }

    /** A schema for sizes, axis by axis a number or a symbol as the bits say. */
    private static Schema schema(ElementType type, List<Integer> sizes, int symbols) {
        StringBuilder form = new StringBuilder("x: " + fieldType(type) + "[B");
        for (int axis = 0; axis < sizes.size(); axis++) {
            form.append(',').append((symbols >> axis & 1) == 1 ? "F" + (axis == 0 ? "" : axis) : sizes.get(axis));
        }
        return columns(form + "]");
    }

    private static int[] shape(int examples, List<Integer> sizes) {
        return Stream.concat(Stream.of(examples), sizes.stream())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Property(tries = 200)
    void flattenedColumnsAreAsTheSchemaSays(
            @ForAll ElementType type,
            @ForAll @IntRange(max = 4) int examples,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(max = 4) Integer> sizes,
            @ForAll @IntRange(max = 15) int symbols,
            @ForAll boolean inPlace) {
        try (TestRun run = TestRun.open()) {
            Tensor given = filled(run, type, shape(examples, sizes));
            Adapted adapted = Adapted.by(
                    new Flatten(),
                    new Flatten.Settings("x", inPlace ? "" : "flat"),
                    schema(type, sizes, symbols),
                    Batch.of("x", given),
                    run);
            assertThat(adapted.batch().tensor(inPlace ? "x" : "flat").toDoubles())
                    .isEqualTo(given.toDoubles());
        }
    }

    @Property(tries = 200)
    void scaledColumnsAreAsTheSchemaSays(
            @ForAll ElementType type,
            @ForAll @IntRange(max = 4) int examples,
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> sizes,
            @ForAll Scale.Floating result,
            @ForAll @IntRange(min = -3, max = 3) int multiply,
            @ForAll @IntRange(min = -3, max = 3) int add) {
        try (TestRun run = TestRun.open()) {
            Tensor given = filled(run, type, shape(examples, sizes));
            Adapted adapted = Adapted.by(
                    new Scale(),
                    new Scale.Settings("x", "y", multiply, add, result),
                    schema(type, sizes, 0),
                    Batch.of("x", given),
                    run);
            // 0 and -0 are the same.
            assertThat(adapted.batch().tensor("y").toDoubles())
                    .containsExactly(
                            Arrays.stream(given.toDoubles())
                                    .map(x -> x * multiply + add)
                                    .toArray(),
                            within(0.0));
        }
    }

    @Property(tries = 100)
    void oneHotColumnsAreAsTheSchemaSays(
            @ForAll boolean longs,
            @ForAll @IntRange(max = 4) int examples,
            @ForAll @Size(max = 2) List<@IntRange(max = 4) Integer> sizes,
            @ForAll @IntRange(max = 5) int classes) {
        try (TestRun run = TestRun.open()) {
            ElementType type = longs ? ElementType.LONG : ElementType.INT;
            Field field = schema(type, sizes, 0).fields().get(0);
            Schema limited = columns(field + " < 2");
            Tensor given = filled(run, type, shape(examples, sizes));
            int places = classes < 2 ? 0 : classes;
            double[] vectors = Adapted.by(
                            new OneHot(), new OneHot.Settings("x", "", places), limited, Batch.of("x", given), run)
                    .batch()
                    .tensor("x")
                    .toDoubles();
            int width = places == 0 ? 2 : places;
            double[] codes = given.toDoubles();
            assertThat(vectors).hasSize(codes.length * width);
            for (int i = 0; i < vectors.length; i++) {
                assertThat(vectors[i]).isEqualTo(codes[i / width] == i % width ? 1 : 0);
            }
        }
    }

    @Property(tries = 100)
    void bytesAreThoseOfTheTexts(
            @ForAll @Size(max = 4) List<String> texts, @ForAll @IntRange(min = 1, max = 40) int length) {
        try (TestRun run = TestRun.open()) {
            int[] tokens = Adapted.by(
                            new Bytes(),
                            new Bytes.Settings("text", "", length, 7, true),
                            columns("text: text[B]"),
                            Batch.ofText("text", texts),
                            run)
                    .batch()
                    .tensor("text")
                    .toInts();
            for (int i = 0; i < tokens.length; i++) {
                byte[] bytes = texts.get(i / length).getBytes(StandardCharsets.UTF_8);
                int place = i % length;
                assertThat(tokens[i]).isEqualTo(place < bytes.length ? bytes[place] & 0xff : 7);
            }
        }
    }

    @Property(tries = 100)
    void spikesAreAsTheSchemaSays(
            @ForAll boolean doubles,
            @ForAll @IntRange(max = 3) int examples,
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 5) int steps,
            @ForAll RateSpikes.Spikes spikes) {
        try (TestRun run = TestRun.open()) {
            ElementType type = doubles ? ElementType.DOUBLE : ElementType.FLOAT;
            Tensor given = filled(run, type, shape(examples, sizes));
            double[] values = given.toDoubles();
            double[] drawn = Adapted.by(
                            new RateSpikes(),
                            new RateSpikes.Settings("x", "spikes", steps, 1, spikes),
                            schema(type, sizes, 0),
                            Batch.of("x", given),
                            run)
                    .batch()
                    .tensor("spikes")
                    .toDoubles();
            // 0 is never a spike, 1 always.
            int width = examples == 0 ? 1 : Math.max(1, values.length / examples);
            for (int i = 0; i < drawn.length; i++) {
                assertThat(drawn[i]).isEqualTo(values[i / (steps * width) * width + i % width]);
            }
        }
    }

    @Test
    void spikesComeAtTheRateOfTheValues() {
        try (TestRun run = TestRun.open()) {
            Tensor values = run.tensors().of(new float[] {0.2f, 0.9f}, 1, 2);
            float[] spikes = Adapted.by(
                            new RateSpikes(),
                            new RateSpikes.Settings("x", "", 20_000, 0.5, RateSpikes.Spikes.FLOAT),
                            columns("x: float[B,2]"),
                            Batch.of("x", values),
                            run)
                    .batch()
                    .tensor("x")
                    .toFloats();
            double[] counts = new double[2];
            for (int i = 0; i < spikes.length; i++) {
                counts[i % 2] += spikes[i];
            }
            // The deviation of each is at most sqrt(20,000 / 4) = 71.
            assertThat(counts[0]).isBetween(1_700.0, 2_300.0);
            assertThat(counts[1]).isBetween(8_650.0, 9_350.0);
        }
    }

    @Test
    void anExampleReadAloneIsAsInABatch() {
        sameAloneAsInABatch(new Flatten(), new Flatten.Settings("image", "flat"), "flat");
        sameAloneAsInABatch(new OneHot(), new OneHot.Settings("label", "classes", 0), "classes");
        sameAloneAsInABatch(new Bytes(), new Bytes.Settings("name", "tokens", 16, 0, false), "tokens");
        sameAloneAsInABatch(
                new RateSpikes(), new RateSpikes.Settings("image", "spikes", 9, 0.7, RateSpikes.Spikes.BOOL), "spikes");
        sameAloneAsInABatch(
                new RateSpikes(),
                new RateSpikes.Settings("image", "spikes", 9, 0.7, RateSpikes.Spikes.FLOAT),
                "spikes");
        sameAloneAsInABatch(new Rename(), new Rename.Settings("image", "pixels"), "pixels");
        sameAloneAsInABatch(
                new Scale(), new Scale.Settings("image", "scaled", 0.3, -1, Scale.Floating.FLOAT), "scaled");
    }

    private static <S extends Record> void sameAloneAsInABatch(TransformFactory<S> factory, S settings, String made) {
        try (TestRun run = TestRun.open(5)) {
            double[] all = Adapted.by(factory, settings, IMAGES, images(run, 0, 5), run)
                    .batch()
                    .tensor(made)
                    .toDoubles();
            int width = all.length / 5;
            for (int example = 0; example < 5; example++) {
                assertThat(Adapted.by(factory, settings, IMAGES, images(run, example, 1), example, run)
                                .batch()
                                .tensor(made)
                                .toDoubles())
                        .isEqualTo(Arrays.copyOfRange(all, example * width, (example + 1) * width));
            }
        }
    }

    @Test
    void renamesTensorsAndTextsAndKeepsTheOrderOfColumns() {
        try (TestRun run = TestRun.open()) {
            Batch batch = images(run, 0, 2);
            Adapted texts = Adapted.by(new Rename(), new Rename.Settings("name", "title"), IMAGES, batch, run);
            Adapted tensors = Adapted.by(new Rename(), new Rename.Settings("image", "x"), IMAGES, batch, run);

            assertThat(texts.batch().text("title")).isEqualTo(batch.text("name"));
            assertThat(tensors.schema()).hasToString("x: float[B,1,2,3]; label: int[B] < 4; name: text[B]");
        }
    }

    @Test
    void saysWhatTheColumnsAreAfterwards() {
        Schema columns =
                columns("image: float[B,C,28,28]", "line: float[B,1,T]", "f: float[B,F]", "code: int[B,T] < V");
        assertThat(new Flatten()
                        .schema(new Flatten.Settings("image", "flat"), columns)
                        .field("flat"))
                .map(Field::toString)
                .hasValue("flat: float[B,F2]");
        assertThat(new Flatten()
                        .schema(new Flatten.Settings("line", ""), columns)
                        .field("line"))
                .map(Field::toString)
                .hasValue("line: float[B,T]");
        assertThat(new Flatten()
                        .schema(new Flatten.Settings("image", ""), IMAGES)
                        .toString())
                .isEqualTo("image: float[B,6]; label: int[B] < 4; name: text[B]");
        assertThat(new OneHot()
                        .schema(new OneHot.Settings("code", "", 9), columns)
                        .field("code"))
                .map(Field::toString)
                .hasValue("code: float[B,T,9]");
        assertThat(new Bytes()
                        .schema(new Bytes.Settings("name", "", 8, 0, false), IMAGES)
                        .field("name"))
                .map(Field::toString)
                .hasValue("name: int[B,8] < 256");
    }

    @Test
    void namesTheColumnsThereAreForAnUnknownOne() {
        List<Runnable> unknown = List.of(
                () -> new Flatten().schema(new Flatten.Settings("imgae", ""), IMAGES),
                () -> new OneHot().schema(new OneHot.Settings("imgae", "", 0), IMAGES),
                () -> new Bytes().schema(new Bytes.Settings("imgae", "", 1, 0, false), IMAGES),
                () -> new RateSpikes()
                        .schema(new RateSpikes.Settings("imgae", "", 1, 1, RateSpikes.Spikes.BOOL), IMAGES),
                () -> new Rename().schema(new Rename.Settings("imgae", "x"), IMAGES),
                () -> new Scale().schema(new Scale.Settings("imgae", "", 1, 0, Scale.Floating.FLOAT), IMAGES));
        assertThat(unknown)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(RepriseException.class)
                        .hasMessage("column: There is no column 'imgae'. Expected: image or label or name."));
    }

    @Test
    void refusesColumnsOfAnotherForm() {
        List<Runnable> unfit = List.of(
                () -> new Flatten().schema(new Flatten.Settings("label", ""), IMAGES),
                () -> new OneHot().schema(new OneHot.Settings("image", "", 3), IMAGES),
                () -> new Bytes().schema(new Bytes.Settings("image", "", 1, 0, false), IMAGES),
                () -> new RateSpikes()
                        .schema(new RateSpikes.Settings("label", "", 1, 1, RateSpikes.Spikes.BOOL), IMAGES),
                () -> new Scale().schema(new Scale.Settings("name", "", 1, 0, Scale.Floating.FLOAT), IMAGES));
        assertThat(unfit)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(RepriseException.class)
                        .hasMessageContaining("has another form. Expected: "));
        assertThatThrownBy(() -> new Rename().schema(new Rename.Settings("image", "label"), IMAGES))
                .hasMessageContaining("to: There is already a column 'label: int[B] < 4'");
        assertThatThrownBy(() -> new Rename().schema(new Rename.Settings("image", "3"), IMAGES))
                .hasMessageContaining("to: '3' is no name of a column");
        assertThatThrownBy(() -> new OneHot().schema(new OneHot.Settings("label", "", 3), IMAGES))
                .hasMessageContaining("classes: The codes in 'label: int[B] < 4' do not fit into 3 places");
        assertThatThrownBy(() -> new OneHot().schema(new OneHot.Settings("c", "", 0), columns("c: int[B] < V")))
                .hasMessageContaining("classes: The number of codes in 'c: int[B] < V' is not known");
    }

    @Test
    void refusesValuesThatAreNoneOfTheirKind() {
        try (TestRun run = TestRun.open()) {
            Batch batch = Batch.of(
                            "p", run.tensors().of(new float[] {0.5f, Float.NaN}, 1, 2),
                            "c", run.tensors().of(new int[] {4}, 1))
                    .withText("t", List.of("abc"));
            Schema columns = columns("p: float[B,2]", "c: int[B] < 4", "t: text[B]");

            assertThatThrownBy(() -> Adapted.by(
                            new RateSpikes(),
                            new RateSpikes.Settings("p", "", 2, 1, RateSpikes.Spikes.FLOAT),
                            columns,
                            batch,
                            run))
                    .hasMessageContaining("The column 'p' holds the value NaN");
            assertThatThrownBy(() -> Adapted.by(new OneHot(), new OneHot.Settings("c", "", 0), columns, batch, run))
                    .hasMessageContaining("The column 'c' holds the code 4. Expected: codes from 0 to 3.");
            assertThatThrownBy(() ->
                            Adapted.by(new Bytes(), new Bytes.Settings("t", "", 2, 0, false), columns, batch, run))
                    .hasMessageContaining("A text of the column 't' has 3 bytes. Expected: at most 2.");
        }
    }

    @Test
    void offersWhatWouldMakeTheColumnThatIsNeeded() {
        Schema columns = columns("image: float[B,1,28,28]", "label: int[B] < 10", "text: text[B]");

        assertThat(new Flatten().adapting(columns, Field.parse("x: float[B,F]", "")))
                .containsExactly(new Flatten.Settings("image", "x"));
        assertThat(new Flatten().adapting(columns, Field.parse("image: float[B,F]", "")))
                .containsExactly(new Flatten.Settings("image", ""));
        assertThat(new OneHot().adapting(columns, Field.parse("x: float[B,K]", "")))
                .containsExactly(new OneHot.Settings("label", "x", 0));
        assertThat(new Bytes().adapting(columns, Field.parse("tokens: int[B,64] < V", "")))
                .containsExactly(new Bytes.Settings("text", "tokens", 64, 0, false));
        assertThat(new Rename().adapting(columns, Field.parse("y: int[B]", "")))
                .containsExactly(new Rename.Settings("label", "y"));
        assertThat(new Scale().adapting(columns, Field.parse("y: double[B,C,H,W]", "")))
                .containsExactly(new Scale.Settings("image", "y", 1, 0, Scale.Floating.DOUBLE));
        assertThat(new RateSpikes().adapting(columns, Field.parse("x: bool[B,50,C,H,W]", "")))
                .containsExactly(new RateSpikes.Settings("image", "x", 50, 1, RateSpikes.Spikes.BOOL));
        assertThat(new RateSpikes().adapting(columns, Field.parse("x: float[B,T,C,H,W]", "five axes")))
                .isEmpty();
        // Another column has the name that is needed.
        assertThat(new Flatten().adapting(columns, Field.parse("label: float[B,F]", "")))
                .isEmpty();
    }
}
