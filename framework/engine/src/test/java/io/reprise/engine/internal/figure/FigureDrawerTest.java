package io.reprise.engine.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.report.Figure;
import io.reprise.report.Figure.Axis;
import io.reprise.report.Figure.Series;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureDrawerTest {
    private static final Pattern DASHES = Pattern.compile("stroke-dasharray:\\s*([^;\"]+)");

    private final FigureDrawer drawer = new FigureDrawer();

    private static Series curve(String name, double rate) {
        List<Double> x = IntStream.range(0, 100).mapToObj(i -> (double) i).toList();
        return new Series(name, x, x.stream().map(i -> Math.exp(-rate * i)).toList());
    }

    private String svg(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drawer.draw(figure).svg(out);
        Files.write(
                Files.createDirectories(Path.of("target/figures")).resolve(figure.name() + ".svg"), out.toByteArray());
        // The writer breaks lines inside of tags.
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+(/?>)", "$1");
    }

    private BufferedImage png(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drawer.draw(figure).png(out);
        Files.write(
                Files.createDirectories(Path.of("target/figures")).resolve(figure.name() + ".png"), out.toByteArray());
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static final Figure LINES = new Figure.Lines(
            "lines",
            "Loss by step",
            Axis.of("steps"),
            Axis.log("loss (nats/byte)"),
            List.of(curve("bdh", 0.01), curve("gpt", 0.02), curve("lstm", 0.04)));

    @Test
    void namesTheFigureAndItsSeriesForThoseWhoSearchOrListen() throws IOException {
        String svg = svg(LINES);

        assertThat(svg.contains("<title>Loss by step</title>")).isTrue();
        assertThat(svg.contains("<desc>bdh; gpt; lstm</desc>")).isTrue();
    }

    @Test
    void tellsLinesApartByTheirDashesToo() throws IOException {
        Set<String> dashes = new TreeSet<>();
        Matcher matcher = DASHES.matcher(svg(LINES));
        while (matcher.find()) {
            dashes.add(matcher.group(1).strip());
        }
        assertThat(dashes).contains("8,4", "2,3");
    }

    @Test
    void drawsTheSameFigureAsTheSameBytes() throws IOException {
        assertThat(svg(LINES).equals(svg(LINES))).isTrue();
    }

    @Test
    void writesEachFigureForLightAndForDarkPages(@TempDir Path folder) throws IOException {
        drawer.write(LINES, folder, "lines");

        BufferedImage light = ImageIO.read(folder.resolve("lines.png").toFile());
        BufferedImage dark = ImageIO.read(folder.resolve("lines-dark.png").toFile());
        assertThat(light.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(dark.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x16181D);
        // No black letters and no white ground are left behind.
        assertThat(colours(dark)).doesNotContain(0xFF000000, 0xFFFFFFFF);
        assertThat(Files.readString(folder.resolve("lines-dark.svg")).contains("Loss by step</title"))
                .isTrue();
    }

    @Test
    void roundsTheNumbersBesideAHeatMap() throws IOException {
        Figure exact = heat(0.1 + 0.2, 1.0 / 3);
        Figure rounded = heat(0.3, 0.33333);

        assertThat(legend(png(exact))).isEqualTo(legend(png(rounded)));
    }

    private static Figure heat(double least, double most) {
        return new Figure.HeatMap(
                "heat-legend",
                "Shares",
                Axis.of("x"),
                Axis.of("y"),
                List.of("a", "b"),
                List.of("c"),
                List.of(List.of(least, most)));
    }

    /** Which columns of the image hold anything beside the plot: longer numbers would take more. */
    private static List<Integer> legend(BufferedImage image) {
        return IntStream.range(0, image.getWidth())
                .filter(x -> IntStream.range(0, image.getHeight())
                        .anyMatch(y -> (image.getRGB(x, y) & 0xFFFFFF) != 0xFFFFFF))
                .boxed()
                .toList();
    }

    @Test
    void drawsEventsAndHistograms() throws IOException {
        List<Double> values = IntStream.range(0, 100).mapToObj(i -> i / 10.0).toList();
        Figure raster = new Figure.Raster(
                "raster", "Spikes", Axis.of("time (ms)"), Axis.of("neuron"), List.of(1.0, 2.5, 2.5), List.of(0, 1, 2));
        Figure.Histogram histogram = Figure.Histogram.of("histogram", "Weights", Axis.of("weight"), values, 10);

        assertThat(histogram.edges()).hasSize(11).startsWith(0.0).endsWith(9.9);
        assertThat(histogram.counts()).containsExactly(java.util.Collections.nCopies(10, 10.0));
        assertThat(svg(raster).contains("NaN")).isFalse();
        assertThat(svg(histogram).contains("<desc>count</desc>")).isTrue();
        png(raster);
        png(histogram);
    }

    @Test
    void refusesRastersAndHistogramsWhosePartsDoNotBelongTogether() {
        Axis axis = Axis.of("x");

        assertThatThrownBy(() -> new Figure.Raster("r", "R", axis, axis, List.of(1.0), List.of()))
                .hasMessage("figure 'r' has 1 times and 0 rows");
        assertThatThrownBy(() -> new Figure.Histogram(
                        "h", "H", axis, axis, List.of(1.0, 1.0), List.of("a"), List.of(List.of(2.0))))
                .hasMessage("the edges of figure 'h' do not ascend");
        assertThatThrownBy(() -> new Figure.Histogram(
                        "h", "H", axis, axis, List.of(1.0, 2.0), List.of("a"), List.of(List.of(2.0, 3.0))))
                .hasMessageContaining("2 edges and 2 counts");
    }

    @Test
    void drawsPngOfTwiceTheSize() throws IOException {
        BufferedImage image = png(LINES);

        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(1000);
        assertThat(colours(image)).hasSizeGreaterThan(3);
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new TreeSet<>();
        for (int y = 0; y < image.getHeight(); y += 2) {
            for (int x = 0; x < image.getWidth(); x += 2) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }

    @Test
    void dropsWhatALogarithmicAxisCannotShow() throws IOException {
        Figure figure = new Figure.Lines(
                "dropped",
                "With a zero",
                Axis.of("x"),
                Axis.log("y"),
                List.of(
                        new Series("kept", List.of(1.0, 2.0, 3.0), List.of(0.0, 10.0, 100.0)),
                        new Series("gone", List.of(1.0, 2.0), List.of(-1.0, Double.NaN))));

        assertThat(svg(figure).contains("<desc>kept</desc>")).isTrue();
    }

    @Test
    void showsHowFarMeansAreSpread() throws IOException {
        List<Double> x = List.of(1.0, 2.0, 3.0, 4.0);
        List<Double> y = List.of(1.0, 0.5, 0.25, 0.1);
        Series series = new Series("mean of 5 seeds", x, y, List.of(0.2, Double.NaN, 0.1, 0.3));
        Figure lines = new Figure.Lines("band", "Spread", Axis.of("steps"), Axis.log("loss"), List.of(series));
        Figure points = new Figure.Scatter("error-bars", "Spread", Axis.of("n"), Axis.of("loss"), List.of(series));
        Figure bars = new Figure.Bars(
                "bars-deviation",
                "Spread",
                Axis.of("loss"),
                List.of("a", "b"),
                List.of("ours", "theirs"),
                List.of(List.of(0.9, 0.8), List.of(0.7, 0.6)),
                List.of(List.of(0.1, 0.05), List.of()));

        assertThat(svg(lines).contains("<desc>mean of 5 seeds</desc>")).isTrue();
        for (Figure figure : List.of(lines, points, bars)) {
            png(figure);
            assertThat(svg(figure)).doesNotContain("NaN");
        }
    }

    @Test
    void refusesDeviationsThatBelongToNoValue() {
        List<Double> two = List.of(1.0, 2.0);

        assertThatThrownBy(() -> new Series("s", two, two, List.of(1.0)))
                .hasMessage("series 's' has 2 y and 1 deviations");
        assertThatThrownBy(() -> new Figure.Bars(
                        "b", "B", Axis.of("y"), List.of("l", "m"), List.of("s"), List.of(two), List.of(List.of(1.0))))
                .hasMessage("series 's' of figure 'b' has 2 bars and 1 deviations");
    }

    @Test
    void refusesAFigureWithNothingToShow() {
        Figure figure = new Figure.Scatter("empty", "Nothing", Axis.of("x"), Axis.of("y"), List.of());

        assertThatThrownBy(() -> drawer.draw(figure))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Nothing' has nothing to show");
    }

    @Test
    void labelsAsManyRowsAndColumnsOfAHeatMapAsThereIsRoomFor() throws IOException {
        List<String> all = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
        List<String> everyFourth = IntStream.range(0, 100)
                .mapToObj(i -> i % 4 == 0 ? Integer.toString(i) : "")
                .toList();

        assertThat(svg(square(all))).isEqualTo(svg(square(everyFourth)));
        png(square(all));
    }

    private static Figure square(List<String> labels) {
        List<List<Double>> values = IntStream.range(0, labels.size())
                .mapToObj(row -> IntStream.range(0, labels.size())
                        .mapToObj(column -> (double) (row + column))
                        .toList())
                .toList();
        return new Figure.HeatMap("square", "Square", Axis.of("x"), Axis.of("y"), labels, labels, values);
    }

    @Test
    void drawsScatterAndBarsAndHeatMap() throws IOException {
        Figure scatter = new Figure.Scatter(
                "scatter", "Points", Axis.log("n"), Axis.of("v"), List.of(curve("one", 0.1), curve("one", 0.2)));
        Figure bars = new Figure.Bars(
                "bars",
                "Bars",
                Axis.of("accuracy"),
                List.of("mnist", "cifar"),
                List.of("ours", "theirs"),
                List.of(List.of(0.9, 0.8), List.of(0.7, 0.6)));
        Figure heat = new Figure.HeatMap(
                "heat",
                "Matrix",
                Axis.of("to"),
                Axis.of("from"),
                List.of("a", "b", "c"),
                List.of("top", "bottom"),
                List.of(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, Double.NaN)));

        assertThat(svg(scatter).contains("<desc>one; one (2)</desc>")).isTrue();
        assertThat(svg(bars).contains("<desc>ours; theirs</desc>")).isTrue();
        assertThat(svg(heat).contains("<title>Matrix</title>")).isTrue();
        assertThat(colours(png(heat))).hasSizeGreaterThan(5);
        png(scatter);
        png(bars);
    }

    @Test
    void putsTheFirstRowOfAMatrixOnTop() throws IOException {
        Figure heat = new Figure.HeatMap(
                "rows",
                "Rows",
                Axis.of("x"),
                Axis.of("y"),
                List.of("a"),
                List.of("first", "second"),
                List.of(List.of(1.0), List.of(2.0)));

        BufferedImage image = png(heat);

        // The least value is darkest, the greatest lightest.
        assertThat(lineOf(image, 0x440154)).isLessThan(lineOf(image, 0xFDE725));
    }

    /** The first line in the left half, where the cells are, that has a colour. */
    private static int lineOf(BufferedImage image, int colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth() / 2; x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
                    return y;
                }
            }
        }
        throw new AssertionError("no such colour");
    }

    @Test
    void drawsTheLossesOfATraining() {
        LossCurve curve = new LossCurve(2000);
        for (int step = 0; step < 2000; step++) {
            curve.add(step, "loss", step < 3 ? 9.0 : 1.0);
            curve.add(step, "rate", 5.0);
        }

        Figure.Lines lines = (Figure.Lines) curve.figure("bdh").orElseThrow();

        assertThat(lines.series()).extracting(Series::name).containsExactly("loss");
        // 2000 steps in spans of 3: each point is the mean of its span, in whose middle it stands.
        assertThat(lines.series().get(0).x().subList(0, 2)).containsExactly(2.0, 5.0);
        assertThat(lines.series().get(0).y().subList(0, 2)).containsExactly(9.0, 1.0);
        assertThat(lines.series().get(0).x()).hasSize(667);
    }

    @Test
    void drawsTheFirstMetricOfATrainingWithoutLoss() {
        LossCurve curve = new LossCurve(2);
        curve.add(0, "familiarity", 0.5);
        curve.add(1, "familiarity", 1.0);

        Figure.Lines lines = (Figure.Lines) curve.figure("sparsey").orElseThrow();

        assertThat(lines.y().label()).isEqualTo("familiarity");
        assertThat(new LossCurve(2).figure("none")).isEmpty();
    }
}
