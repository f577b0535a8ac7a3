package io.reprise.embodied.sortingmorphogenesis;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/**
 * Compares with what the authors' classes did: arrays, whose turn it was in each tick and how the coin fell, and the cells left to
 * right after some of the ticks.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "sorting-golden",
        summary = "Arrays that differ from those of the authors' classes, given the same turns and coins")
public final class SortingGolden implements EvaluatorFactory<SortingGolden.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "sorting-morphogenesis.json",
                    description = "cases with values, types, frozen, reversed, order, coin, ids_after and swaps")
            Path file) {}

    private static final String EXPECTED =
            "a list of cases with case, values, types, frozen, reversed, order, coin, ids_after and swaps";

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.NONE;
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Path file = run.dataFile(settings.file(), "the cases to compare with");
            List<Case> cases = read(file);
            List<List<Object>> rows = new ArrayList<>();
            int arrays = 0;
            int different = 0;
            for (Case c : cases) {
                int wrong = c.differences();
                arrays += c.compared();
                different += wrong;
                rows.add(List.of(c.name(), c.compared(), wrong));
            }
            return Report.of(
                            Metric.of("golden.cases", cases.size()),
                            Metric.of("golden.arrays", arrays),
                            Metric.of("golden.different", different))
                    .with(new Table(
                            "golden",
                            "Arrays and counts of exchanges that were compared",
                            List.of("case", "compared", "different"),
                            rows));
        };
    }

    /** What the authors' classes did with one array. */
    record Case(
            String name,
            Arrangement start,
            List<Integer> order,
            List<Integer> coin,
            Map<String, List<Integer>> cellsAfter,
            int swaps) {
        int compared() {
            return cellsAfter.size() + 1;
        }

        int differences() {
            CellArray array = new CellArray(start, true);
            int wrong = 0;
            for (int tick = 0; tick < order.size(); tick++) {
                array.move(order.get(tick), coin.get(tick) == 0);
                List<Integer> expected = cellsAfter.get(Integer.toString(tick + 1));
                if (expected != null
                        && !expected.equals(Arrays.stream(array.cells()).boxed().toList())) {
                    wrong++;
                }
            }
            return wrong + (array.swaps() == swaps ? 0 : 1);
        }
    }

    static List<Case> read(Path file) {
        try {
            return JSON.std.listFrom(file.toFile()).stream()
                    .map(entry -> readCase((Map<?, ?>) entry))
                    .toList();
        } catch (JSONObjectException | JsonParseException e) {
            throw RepriseException.problem("The file is no list in JSON: " + e.getOriginalMessage())
                    .at(file.toString())
                    .expected(EXPECTED)
                    .because(e);
        } catch (IOException e) {
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw RepriseException.problem("A case is not complete: " + e.getMessage())
                    .at(file.toString())
                    .expected(EXPECTED)
                    .because(e);
        }
    }

    private static Case readCase(Map<?, ?> entry) {
        List<Integer> values = integers(entry.get("values"));
        List<Integer> downwards = integers(entry.get("reversed"));
        String letters = (String) entry.get("types");
        int n = values.size();
        CellType[] types = new CellType[n];
        boolean[] frozen = new boolean[n];
        boolean[] reversed = new boolean[n];
        for (int i = 0; i < n; i++) {
            reversed[i] = downwards.get(i) == 1;
            types[i] = switch (letters.charAt(i)) {
                case 'B' -> CellType.BUBBLE;
                case 'I' -> CellType.INSERTION;
                case 'S' -> CellType.SELECTION;
                default -> throw new IllegalArgumentException("there is no rule '" + letters.charAt(i) + "'");
            };
        }
        integers(entry.get("frozen")).forEach(place -> frozen[place] = true);
        List<Integer> order = integers(entry.get("order"));
        List<Integer> coin = integers(entry.get("coin"));
        if (order.size() != coin.size() || order.stream().anyMatch(cell -> cell < 0 || cell >= n)) {
            throw new IllegalArgumentException(
                    "'order' and 'coin' are of one length, and 'order' holds cells from 0 to " + (n - 1));
        }
        Map<String, List<Integer>> after = new TreeMap<>();
        ((Map<?, ?>) entry.get("ids_after")).forEach((tick, cells) -> after.put((String) tick, integers(cells)));
        return new Case(
                (String) entry.get("case"),
                new Arrangement(values.stream().mapToInt(v -> v).toArray(), types, frozen, reversed),
                order,
                coin,
                after,
                (Integer) entry.get("swaps"));
    }

    private static List<Integer> integers(Object list) {
        return ((List<?>) list).stream().map(Integer.class::cast).toList();
    }
}
