package io.reprise.engine.internal.figure;

import io.reprise.engine.internal.text.Numbers;
import io.reprise.report.Figure;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Figures as charts of XChart, set so that they are readable in print: line styles, markers and lightness differ too. */
final class Charts implements FigureDrawer.Drawing {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final int PNG_SCALE = 2;

    /** About how much of the height the axes leave. */
    private static final int PLOT_HEIGHT = 400;

    private static final BasicStroke EVENT = new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);

    private static final int MOST_LABELS = 25;
    private static final char NO_BREAK_SPACE = '\u00a0';

    private static final BasicStroke[] STROKES = {
        stroke(), stroke(8, 4), stroke(2, 3), stroke(8, 3, 2, 3), stroke(12, 3), stroke(4, 4), stroke(8, 3, 2, 3, 2, 3)
    };

    /** Samples of the viridis map, dark to light, so that it survives printing in grey. */
    private static final Color[] SHADES = {
        new Color(0x440154),
        new Color(0x414487),
        new Color(0x2A788E),
        new Color(0x22A884),
        new Color(0x7AD151),
        new Color(0xFDE725),
    };

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.CROSS,
        SeriesMarkers.TRIANGLE_DOWN,
    };

    /** Up to here, the points of a line are marked. */
    private static final int FEW_POINTS = 20;

    private final Chart<?, ?> chart;

    private Charts(Chart<?, ?> chart) {
        this.chart = chart;
    }

    static Charts draw(Figure figure, Theme theme) {
        // A run never opens a window, and a server has no display.
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        if (figure instanceof Figure.Lines lines) {
            return new Charts(points(lines.title(), lines.x(), lines.y(), lines.series(), false, theme));
        } else if (figure instanceof Figure.Scatter scatter) {
            return new Charts(points(scatter.title(), scatter.x(), scatter.y(), scatter.series(), true, theme));
        } else if (figure instanceof Figure.Bars bars) {
            return new Charts(bars(bars, theme));
        }
        if (figure instanceof Figure.Raster raster) {
            return new Charts(raster(raster, theme));
        } else if (figure instanceof Figure.Histogram histogram) {
            return new Charts(histogram(histogram, theme));
        }
        return new Charts(heatMap((Figure.HeatMap) figure, theme));
    }

    private static BasicStroke stroke(float... dash) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash.length == 0 ? null : dash, 0);
    }

    private static XYChart points(
            String title, Figure.Axis x, Figure.Axis y, List<Figure.Series> all, boolean scatter, Theme theme) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x.label())
                .yAxisTitle(y.label())
                .build();
        style(chart.getStyler(), all.size() > 1, theme);
        chart.getStyler().setXAxisLogarithmic(x.log());
        chart.getStyler().setYAxisLogarithmic(y.log());
        chart.getStyler()
                .setDefaultSeriesRenderStyle(
                        scatter ? XYSeries.XYSeriesRenderStyle.Scatter : XYSeries.XYSeriesRenderStyle.Line);
        Set<String> names = new HashSet<>();
        int shown = 0;
        for (Figure.Series each : all) {
            int[] kept = IntStream.range(0, each.x().size())
                    .filter(i -> fits(each.x().get(i), x) && fits(each.y().get(i), y))
                    .toArray();
            if (kept.length > 0) {
                XYSeries series = chart.addSeries(
                        unique(each.name(), names),
                        IntStream.of(kept).mapToDouble(i -> each.x().get(i)).toArray(),
                        IntStream.of(kept).mapToDouble(i -> each.y().get(i)).toArray());
                Color color = theme.series()[shown % theme.series().length];
                spread(chart, each, kept, y.log(), !scatter, color);
                series.setLineColor(color);
                series.setLineStyle(STROKES[shown % STROKES.length]);
                series.setMarkerColor(color);
                // Dashes are drawn as one path; else they would begin anew at each point and vanish between close ones.
                series.setSmooth(shown % STROKES.length > 0 && kept.length > FEW_POINTS);
                series.setMarker(
                        scatter || kept.length <= FEW_POINTS ? MARKERS[shown % MARKERS.length] : SeriesMarkers.NONE);
                shown++;
            }
        }
        if (shown == 0) {
            throw nothing(title);
        }
        return chart;
    }

    /** Draws the deviations: as a band around a line, as a bar through a lone point. */
    private static void spread(
            XYChart chart, Figure.Series series, int[] kept, boolean log, boolean band, Color color) {
        if (series.deviation().isEmpty()) {
            return;
        }
        List<double[]> spreads = new ArrayList<>();
        for (int i : kept) {
            double deviation = Math.abs(series.deviation().get(i));
            double value = series.y().get(i);
            if (Double.isFinite(deviation)) {
                // What a logarithmic axis cannot show of it reaches down by as many times as it reaches up.
                double low = log && deviation >= value ? value * value / (value + deviation) : value - deviation;
                spreads.add(new double[] {series.x().get(i), low, value + deviation});
            }
        }
        List<double[]> outline = new ArrayList<>();
        if (band) {
            spreads.forEach(spread -> outline.add(new double[] {spread[0], spread[2]}));
            for (int i = spreads.size() - 1; i >= 0; i--) {
                outline.add(new double[] {spreads.get(i)[0], spreads.get(i)[1]});
            }
        } else {
            for (double[] spread : spreads) {
                outline.add(new double[] {spread[0], spread[1]});
                outline.add(new double[] {spread[0], spread[2]});
                outline.add(new double[] {spread[0], Double.NaN});
            }
        }
        if (!outline.isEmpty()) {
            XYSeries shape = chart.addSeries(
                    "deviation of " + chart.getSeriesMap().size(),
                    outline.stream().mapToDouble(point -> point[0]).toArray(),
                    outline.stream().mapToDouble(point -> point[1]).toArray());
            shape.setShowInLegend(false);
            shape.setMarker(SeriesMarkers.NONE);
            shape.setXYSeriesRenderStyle(
                    band ? XYSeries.XYSeriesRenderStyle.PolygonArea : XYSeries.XYSeriesRenderStyle.Line);
            shape.setLineStyle(band ? SeriesLines.NONE : STROKES[0]);
            shape.setLineColor(color);
            shape.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 50));
        }
    }

    private static boolean fits(double value, Figure.Axis axis) {
        return Double.isFinite(value) && (!axis.log() || value > 0);
    }

    private static XYChart raster(Figure.Raster figure, Theme theme) {
        XYChart chart = points(
                figure.title(),
                figure.x(),
                figure.y(),
                List.of(new Figure.Series(
                        "events",
                        figure.times(),
                        figure.rows().stream().map(Integer::doubleValue).toList())),
                true,
                theme);
        int top = figure.rows().stream().mapToInt(row -> row).max().orElse(0);
        int bottom =
                Math.min(0, figure.rows().stream().mapToInt(row -> row).min().orElse(0));
        chart.getStyler().setYAxisMin(bottom - 1.0);
        chart.getStyler().setYAxisMax(top + 1.0);
        // There is no row between two rows, so few rows get few ticks.
        chart.getStyler().setYAxisTickMarkSpacingHint(Math.max(44, (int) (0.8 * PLOT_HEIGHT / (top - bottom + 2))));
        // A mark fills most of its row, so that rows stay apart and a volley is seen as a line.
        double height = Math.max(1.5, Math.min(16, 0.8 * PLOT_HEIGHT / (top - bottom + 1)));
        XYSeries events = chart.getSeriesMap().get("events");
        events.setMarkerColor(theme.text());
        events.setMarker(new Marker() {
            @Override
            public void paint(Graphics2D g, double x, double y, int size) {
                g.setStroke(EVENT);
                g.draw(new Line2D.Double(x, y - height / 2, x, y + height / 2));
            }
        });
        return chart;
    }

    private static XYChart histogram(Figure.Histogram figure, Theme theme) {
        double floor = figure.y().log()
                ? figure.counts().stream()
                                .flatMap(List::stream)
                                .mapToDouble(count -> count)
                                .filter(count -> count > 0 && Double.isFinite(count))
                                .min()
                                .orElse(1)
                        / 2
                : 0;
        List<Figure.Series> outlines = new ArrayList<>();
        for (int series = 0; series < figure.series().size(); series++) {
            outlines.add(outline(
                    figure.series().get(series), figure.edges(), figure.counts().get(series), floor));
        }
        XYChart chart = points(figure.title(), figure.x(), figure.y(), outlines, false, theme);
        if (!figure.x().log()) {
            // The chart puts marks at edges of bins, and would print all their digits.
            chart.getStyler().setxAxisTickLabelsFormattingFunction(Numbers::rounded);
        }
        if (!figure.y().log()) {
            chart.getStyler().setYAxisMin(0.0);
        }
        for (XYSeries series : chart.getSeriesMap().values()) {
            Color color = series.getLineColor();
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
            series.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 90));
            series.setSmooth(false);
            series.setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }

    /** The line around the columns of a histogram, which begins and ends on the floor. */
    private static Figure.Series outline(String name, List<Double> edges, List<Double> counts, double floor) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = 0; bin < counts.size(); bin++) {
            double count = Double.isFinite(counts.get(bin)) ? Math.max(counts.get(bin), floor) : floor;
            x.addAll(List.of(edges.get(bin), edges.get(bin), edges.get(bin + 1), edges.get(bin + 1)));
            y.addAll(List.of(floor, count, count, floor));
        }
        return new Figure.Series(name, x, y);
    }

    private static CategoryChart bars(Figure.Bars figure, Theme theme) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .yAxisTitle(figure.y().label())
                .build();
        style(chart.getStyler(), figure.series().size() > 1, theme);
        chart.getStyler().setYAxisLogarithmic(figure.y().log());
        chart.getStyler().setXAxisLabelRotation(figure.labels().size() > 8 ? 45 : 0);
        chart.getStyler().setSeriesColors(theme.series());
        chart.getStyler().setAvailableSpaceFill(0.8);
        Set<String> names = new HashSet<>();
        boolean any = false;
        for (int series = 0; series < figure.series().size(); series++) {
            List<Double> values = new ArrayList<>();
            for (double value : figure.values().get(series)) {
                boolean shown = fits(value, figure.y());
                values.add(shown ? value : null);
                any |= shown;
            }
            List<Double> deviations = figure.deviations().isEmpty()
                    ? List.of()
                    : figure.deviations().get(series);
            if (deviations.isEmpty()) {
                chart.addSeries(unique(figure.series().get(series), names), figure.labels(), values);
            } else {
                chart.addSeries(unique(figure.series().get(series), names), figure.labels(), values, deviations);
            }
        }
        if (!any) {
            throw nothing(figure.title());
        }
        return chart;
    }

    private static HeatMapChart heatMap(Figure.HeatMap figure, Theme theme) {
        int rows = figure.rows().size();
        List<Number[]> cells = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < figure.columns().size(); column++) {
                double value = figure.values().get(row).get(column);
                if (Double.isFinite(value)) {
                    // The chart counts rows from below.
                    cells.add(new Number[] {column, rows - 1 - row, value});
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (cells.isEmpty()) {
            throw nothing(figure.title());
        }
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.x().label())
                .yAxisTitle(figure.y().label())
                .build();
        style(chart.getStyler(), true, theme);
        chart.getStyler().setRangeColors(SHADES);
        double lowest = legend(least, most - least);
        double highest = most > least ? legend(most, most - least) : lowest + 1;
        for (Number[] cell : cells) {
            cell[2] = Math.min(Math.max(cell[2].doubleValue(), lowest), highest);
        }
        chart.getStyler().setMin(lowest);
        chart.getStyler().setMax(highest);
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setXAxisLabelRotation(figure.columns().size() > 12 ? 90 : 0);
        List<String> upwards = new ArrayList<>(figure.rows());
        java.util.Collections.reverse(upwards);
        chart.addSeries("values", labels(figure.columns(), false), labels(upwards, true), cells);
        return chart;
    }

    /** An end of the scale as the legend prints it: in few digits, unless the colours would show the difference. */
    private static double legend(double value, double range) {
        double rounded = Double.parseDouble(Numbers.rounded(value));
        return Math.abs(rounded - value) <= range / 200 ? rounded : value;
    }

    private static void style(AxesChartStyler styler, boolean legend, Theme theme) {
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setBaseFont(plain);
        styler.setChartTitleFont(plain.deriveFont(Font.BOLD, 15f));
        styler.setAxisTitleFont(plain);
        styler.setAxisTickLabelsFont(plain.deriveFont(12f));
        styler.setLegendFont(plain.deriveFont(12f));
        styler.setChartBackgroundColor(theme.background());
        styler.setPlotBackgroundColor(theme.background());
        styler.setLegendBackgroundColor(theme.background());
        styler.setChartFontColor(theme.text());
        styler.setXAxisTitleColor(theme.text());
        styler.setYAxisTitleColor(theme.text());
        styler.setAxisTickLabelsColor(theme.text());
        styler.setXAxisTickLabelsColor(theme.text());
        styler.setYAxisTickLabelsColor(theme.text());
        styler.setAxisTickMarksColor(theme.marks());
        styler.setXAxisTickMarksColor(theme.marks());
        styler.setYAxisTickMarksColor(theme.marks());
        styler.setErrorBarsColor(theme.text());
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(theme.grid());
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartTitleBoxVisible(false);
        styler.setLegendBorderColor(theme.background());
        styler.setLegendVisible(legend);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setMarkerSize(6);
        styler.setXAxisTickMarkSpacingHint(70);
        styler.setLocale(java.util.Locale.ROOT);
    }

    /** The chart tells series, columns and rows apart by their names. */
    private static String unique(String name, Set<String> taken) {
        String bare = name.isEmpty() ? "values" : name;
        String unique = bare;
        for (int number = 2; !taken.add(unique); number++) {
            unique = bare + " (" + number + ")";
        }
        return unique;
    }

    /**
     * The labels of an axis of a heat map: so many that there is room for each, all different as the chart wants them. Those left
     * out, and empty ones, are blanks that differ in their spaces.
     *
     * @param upwards whether they run from below, so that the first one is the last
     */
    private static List<String> labels(List<String> names, boolean upwards) {
        int every = (names.size() + MOST_LABELS - 1) / MOST_LABELS;
        Set<String> taken = new HashSet<>();
        // The chart leaves as much room as the label with most letters needs: that must not be a blank.
        boolean blanks = every > 1 || names.contains("");
        String room = blanks ? " ".repeat(blank(names.size()).length()) : "";
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int place = upwards ? names.size() - 1 - i : i;
            boolean shown = place % every == 0 && !names.get(i).isEmpty();
            labels.add(shown ? unique(names.get(i), taken) + room : blank(i));
        }
        return labels;
    }

    private static String blank(int number) {
        return Integer.toBinaryString(number).replace('0', ' ').replace('1', NO_BREAK_SPACE);
    }

    private static IllegalArgumentException nothing(String title) {
        return new IllegalArgumentException("the figure '" + title + "' has nothing to show");
    }

    @Override
    public void svg(OutputStream out) throws IOException {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(3);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new java.awt.Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        // Letters are drawn as outlines, so that they look alike everywhere; the words stand here for search and screen
        // readers.
        Element root = graphics.getRoot();
        Element description = document.createElementNS(SVGGraphics2D.SVG_NAMESPACE_URI, "desc");
        description.setTextContent(chart.getSeriesMap().entrySet().stream()
                .filter(series -> series.getValue().isShowInLegend())
                .map(java.util.Map.Entry::getKey)
                .collect(java.util.stream.Collectors.joining("; ")));
        root.insertBefore(description, root.getFirstChild());
        Element title = document.createElementNS(SVGGraphics2D.SVG_NAMESPACE_URI, "title");
        title.setTextContent(chart.getTitle());
        root.insertBefore(title, root.getFirstChild());
        graphics.stream(root, writer, true, false);
        writer.flush();
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java has an XML parser", e);
        }
    }

    @Override
    public void png(OutputStream out) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH * PNG_SCALE, HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.scale(PNG_SCALE, PNG_SCALE);
            chart.paint(graphics, WIDTH, HEIGHT);
        } finally {
            graphics.dispose();
        }
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG");
        }
    }
}
