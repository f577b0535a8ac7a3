package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** Counts the symbols of SELFIES and how long these are. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "symbol-statistics",
        summary = "How often each symbol occurs in a set of SELFIES, and how long they are")
public final class SymbolStatistics implements EvaluatorFactory<SymbolStatistics.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "10000", min = 1, max = 1e9, description = "strings of the validation split to count")
            int count,

            @Setting(value = "20", min = 1, max = 200, description = "how many of the most frequent symbols to draw")
            int top) {}

    private static final int BATCH = 1000;
    private static final int BARS = 20;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.NONE.withData(Schema.of(Selfies.SELFIES_FIELD));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Map<String, Integer> symbols = new HashMap<>();
            TreeMap<Integer, Integer> lengths = new TreeMap<>();
            Split split = data.split(Dataset.VALIDATION);
            for (int first = 0; first < settings.count(); first += BATCH) {
                run.progress("symbols", first, settings.count());
                try (TensorScope scope = run.tensors().open()) {
                    List<String> texts = split.read(scope.ops(), first, Math.min(BATCH, settings.count() - first))
                            .text(Selfies.SELFIES);
                    for (String text : texts) {
                        List<String> own = Selfies.symbols(text);
                        own.forEach(symbol -> symbols.merge(symbol, 1, Integer::sum));
                        lengths.merge(own.size(), 1, Integer::sum);
                    }
                    if (texts.size() < BATCH) {
                        break;
                    }
                }
            }
            return report(symbols, lengths, settings.top());
        };
    }

    private static Report report(Map<String, Integer> symbols, TreeMap<Integer, Integer> lengths, int top) {
        List<Map.Entry<String, Integer>> frequent = symbols.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        List<Map.Entry<String, Integer>> drawn = frequent.subList(0, Math.min(top, frequent.size()));
        long strings = lengths.values().stream().mapToLong(n -> n).sum();
        double total = lengths.entrySet().stream()
                .mapToDouble(e -> (double) e.getKey() * e.getValue())
                .sum();
        return Report.of(
                        Metric.of("symbols.distinct", symbols.size()),
                        Metric.of("symbols.mean-length", strings == 0 ? 0 : total / strings),
                        Metric.of("symbols.longest", lengths.isEmpty() ? 0 : lengths.lastKey()))
                .with(new Table(
                        "symbols",
                        "How often each symbol occurs",
                        List.of("symbol", "count"),
                        frequent.stream()
                                .map(e -> List.<Object>of(e.getKey(), e.getValue()))
                                .toList()))
                .with(new Figure.Bars(
                        "symbols",
                        "The most frequent symbols",
                        Figure.Axis.of("count"),
                        drawn.stream().map(Map.Entry::getKey).toList(),
                        List.of("symbols"),
                        List.of(drawn.stream().map(e -> (double) e.getValue()).toList())))
                .with(lengthFigure(lengths));
    }

    /** Lengths in at most so many bars of equal width. */
    private static Figure lengthFigure(TreeMap<Integer, Integer> lengths) {
        int longest = lengths.isEmpty() ? 0 : lengths.lastKey();
        int width = Math.max(1, (longest + BARS) / BARS);
        List<String> labels = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        for (int from = 0; from <= longest; from += width) {
            labels.add(width == 1 ? Integer.toString(from) : from + "-" + (from + width - 1));
            counts.add(lengths.subMap(from, from + width).values().stream()
                    .mapToDouble(n -> n)
                    .sum());
        }
        return new Figure.Bars(
                "lengths",
                "Symbols in a string",
                Figure.Axis.of("strings"),
                labels,
                List.of("strings"),
                List.of(counts));
    }
}
