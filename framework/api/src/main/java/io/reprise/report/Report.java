package io.reprise.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluator found. Immutable.
 *
 * @param metrics single numbers
 * @param tables more numbers
 * @param figures what is better seen
 * @param texts what is better read, for instance a sample of generated text
 */
public record Report(List<Metric> metrics, List<Table> tables, List<Figure> figures, List<Text> texts) {
    /** Nothing. */
    public static final Report EMPTY = new Report(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Report {
        metrics = List.copyOf(metrics);
        tables = List.copyOf(tables);
        figures = List.copyOf(figures);
        texts = List.copyOf(texts);
    }

    /**
     * A named text.
     *
     * @param name lower case with hyphens
     * @param content the text
     */
    public record Text(String name, String content) {}

    /** A report of metrics. */
    public static Report of(Metric... metrics) {
        return new Report(List.of(metrics), List.of(), List.of(), List.of());
    }

    /** This report and one more metric. */
    public Report with(Metric metric) {
        return new Report(plus(metrics, metric), tables, figures, texts);
    }

    /** This report and one more table. */
    public Report with(Table table) {
        return new Report(metrics, plus(tables, table), figures, texts);
    }

    /** This report and one more figure. */
    public Report with(Figure figure) {
        return new Report(metrics, tables, plus(figures, figure), texts);
    }

    /** This report and one more text. */
    public Report withText(String name, String content) {
        return new Report(metrics, tables, figures, plus(texts, new Text(name, content)));
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
