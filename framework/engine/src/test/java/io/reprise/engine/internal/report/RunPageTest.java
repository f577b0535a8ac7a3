package io.reprise.engine.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.engine.BundleInfo;
import io.reprise.engine.RunInfo;
import io.reprise.report.Metric;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RunPageTest {
    private static final String HOSTILE = "<script>alert('1 & 2')</script>\"\u0000\ud800";

    @TempDir
    private Path folder;

    private RunInfo run(RunInfo.State state, String reason, String summary) {
        return new RunInfo(
                "0003-line",
                folder,
                "line",
                summary,
                state,
                reason,
                7,
                Instant.parse("2000-01-02T03:04:05Z"),
                Optional.of(Instant.parse("2000-01-02T04:06:06Z")),
                11,
                40,
                Map.of("validation.loss", 0.5, "trainer/loss", 0.123456789),
                List.of(new BundleInfo("io.reprise.line", "1.0.0", "ab".repeat(32))),
                Map.of("java", "17.0.15"),
                List.of("the disk is " + HOSTILE));
    }

    private String page(RunInfo run) throws IOException {
        return Files.readString(RunPage.write(run));
    }

    /** The page is also well-formed XML, so that a parser finds any text that was not escaped. */
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(Document page, String element) {
        NodeList nodes = page.getElementsByTagName(element);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    @Test
    void showsAllThatTheFolderHolds() throws Exception {
        write("pipeline.yaml", "data: {use: points}\nseed: 7\n");
        write("tables/points.csv", "i,name\n1,\"a,\n\"\"b\"\"\"\n2,c\n");
        write("texts/verdict.txt", "A line.\n");
        ReportIndex index = new ReportIndex();
        index.begin("fit", List.of(Metric.of("validation.loss", 0.123456789, "nats/byte")));
        index.table("fit", "tables/points.csv", "All points");
        index.text("fit", "texts/verdict.txt", "verdict");
        index.write(folder);

        Document page = parsed(page(run(RunInfo.State.DONE, "", "a line by descent")));

        assertThat(texts(page, "h1")).containsExactly("0003-line");
        assertThat(texts(page, "td"))
                .contains("validation.loss", "0.12346", "nats/byte", "a,\n\"b\"", "io.reprise.line", "ab".repeat(32));
        assertThat(texts(page, "caption")).containsExactly("All points (fit)");
        assertThat(texts(page, "pre"))
                .containsExactly("A line.\n", "data: {use: points}\nseed: 7", "reprise run 0003-line/pipeline.yaml");
        assertThat(texts(page, "dd")).contains("11 of 40", "1:02:01 h", "2000-01-02 03:04:05 UTC", "17.0.15");
    }

    @Test
    void escapesWhateverTextsItIsGiven() throws Exception {
        write("texts/sample.txt", HOSTILE.substring(0, HOSTILE.length() - 1));
        write("tables/t.csv", "\"<b>\"\n\"<i>&amp;</i>\"\n");
        write("log.txt", HOSTILE.substring(0, HOSTILE.length() - 1));
        ReportIndex index = new ReportIndex();
        index.begin("<u>", List.of(Metric.of("<m>", 1, HOSTILE)));
        index.table("<u>", "tables/t.csv", HOSTILE);
        index.text("<u>", "texts/sample.txt", "<s>");
        index.write(folder);

        String text = page(run(RunInfo.State.FAILED, HOSTILE, HOSTILE));

        Document page = parsed(text);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(texts(page, "td")).contains("<i>&amp;</i>", "<u>");
        assertThat(texts(page, "pre")).contains("<script>alert('1 & 2')</script>\"\ufffd");
        assertThat(text).contains("default-src 'none'").doesNotContain("http:", "https:", "src=\"/", "@import", "url(");
    }

    @Test
    void cutsLongTablesAndTextsAndSaysWhereTheRestIs() throws Exception {
        String rows =
                IntStream.range(0, 1000).mapToObj(i -> i + "," + i / 7.0 + "\n").collect(Collectors.joining());
        write("tables/long.csv", "i,share\n" + rows);
        write("texts/long.txt", "x".repeat(5999) + "\ud83d\ude00" + "y".repeat(100));
        ReportIndex index = new ReportIndex();
        index.begin("fit", List.of());
        index.table("fit", "tables/long.csv", "Long");
        index.text("fit", "texts/long.txt", "long");
        index.write(folder);

        Document page = parsed(page(run(RunInfo.State.DONE, "", "")));

        assertThat(texts(page, "p")).contains("960 more rows in tables/long.csv.");
        assertThat(texts(page, "p")).contains("102 more characters in texts/long.txt.");
        assertThat(texts(page, "td")).contains("39", "5.5714").doesNotContain("40");
    }

    @Test
    void saysWhyARunFailedAndHowItGoesOn() throws Exception {
        write(
                "log.txt",
                IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        write("checkpoints/latest.safetensors", "");

        Document failed = parsed(page(run(RunInfo.State.FAILED, "The loss became NaN in step 11", "")));
        Document done = parsed(page(run(RunInfo.State.DONE, "", "")));

        assertThat(texts(failed, "p")).contains("The loss became NaN in step 11");
        assertThat(texts(failed, "pre"))
                .contains("reprise resume 0003-line")
                .anyMatch(text -> text.startsWith("line 75\n") && text.endsWith("line 99"));
        assertThat(texts(done, "pre")).containsExactly("reprise run 0003-line/pipeline.yaml");
    }

    @Test
    void drawsFiguresIntoThePageLightAndDarkWithNamesOfTheirOwn() throws Exception {
        String svg = "<?xml version=\"1.0\"?><!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\""
                + " height=\"500\"><clipPath id=\"c1\"/><g clip-path=\"url(#c1)\"/></svg>";
        write("figures/loss.svg", svg);
        write("figures/loss-dark.svg", svg);
        write("figures/large.svg", svg.replace("<g ", "<!--" + "x".repeat(700_000) + "--><g "));
        write("figures/large.png", "png");
        ReportIndex index = new ReportIndex();
        index.figure("trainer", "figures/loss", "Training");
        index.figure("trainer", "figures/large", "Large");
        index.write(folder);

        String text = page(run(RunInfo.State.DONE, "", ""));

        Document page = parsed(text);
        assertThat(texts(page, "figcaption"))
                .containsExactly("Training (figures/loss.svg, .png)", "Large (figures/large.svg, .png)");
        assertThat(text)
                .contains("id=\"f1l-c1\"", "url(#f1l-c1)", "id=\"f1d-c1\"", "url(#f1d-c1)")
                .contains("viewBox=\"0 0 800 500\"", "aria-label=\"Training\"")
                .contains("data:image/png;base64,");
        assertThat(((Element) page.getElementsByTagName("svg").item(0)).getAttribute("role"))
                .isEqualTo("img");
    }

    @Test
    void keepsTextReadableOnEveryBackground() {
        Matcher themes = Pattern.compile("(?s):root \\{(.*?)\\}").matcher(RunPage.css());
        int checked = 0;
        while (themes.find()) {
            Map<String, Integer> colours = Pattern.compile("--(\\w+): #(\\w{6})")
                    .matcher(themes.group(1))
                    .results()
                    .collect(Collectors.toMap(m -> m.group(1), m -> Integer.parseInt(m.group(2), 16)));
            for (String text : List.of("text", "quiet", "good", "bad", "doubtful")) {
                for (String background : List.of("page", "box")) {
                    // WCAG 2 level AA.
                    assertThat(contrast(colours.get(text), colours.get(background)))
                            .as(text + " on " + background)
                            .isGreaterThan(4.5);
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(20);
        assertThat(contrast(0, 0xFFFFFF)).isCloseTo(21, within(1e-9));
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Relative luminance as WCAG defines it. */
    private static double luminance(int colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = (colour >> (16 - 8 * i) & 0xFF) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
