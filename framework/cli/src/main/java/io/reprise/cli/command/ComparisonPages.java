package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.TextTable;
import io.reprise.engine.Comparison;
import io.reprise.engine.RunInfo;
import io.reprise.engine.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs side by side, for people and for programs. */
final class ComparisonPages {
    private static final double USUAL_LEVEL = 0.05;

    private ComparisonPages() {}

    static void print(Output out, Comparison comparison) {
        List<Comparison.Group> groups = comparison.groups();
        for (int i = 0; i < groups.size(); i++) {
            int runs = groups.get(i).runs().size();
            out.paragraph(letter(i) + "  " + groups.get(i).name() + (runs > 1 ? " (" + runs + " seeds)" : ""), 0);
        }
        differences(out, "What differs", comparison.settings(), groups.size());
        differences(out, "Made with", comparison.origins(), groups.size());
        out.blank();
        List<String> headings = new ArrayList<>(List.of("metric"));
        for (int i = 0; i < groups.size(); i++) {
            headings.add(letter(i));
            if (i > 0) {
                headings.add(letter(i) + " - A");
            }
        }
        TextTable table = new TextTable(headings.toArray(String[]::new));
        for (int c = 1; c < headings.size(); c++) {
            table.right(c);
        }
        for (Comparison.MetricRow row : comparison.metrics()) {
            List<String> cells = new ArrayList<>(List.of(row.metric()));
            Spread first = row.values().get(0);
            for (int i = 0; i < groups.size(); i++) {
                Spread spread = row.values().get(i);
                cells.add(SweepPages.spread(spread));
                if (i > 0) {
                    cells.add(first == null || spread == null ? "-" : Quantities.number(spread.mean() - first.mean()));
                }
            }
            table.row(cells.toArray(String[]::new));
        }
        out.table(table, 0);
        tests(out, comparison);
        for (String warning : comparison.warnings()) {
            out.paragraph("warning: " + warning, 0);
        }
    }

    private static void differences(Output out, String title, List<Comparison.Difference> all, int groups) {
        if (all.isEmpty()) {
            return;
        }
        out.blank();
        String[] headings = new String[groups + 1];
        headings[0] = title;
        for (int i = 0; i < groups; i++) {
            headings[i + 1] = letter(i);
        }
        TextTable table = new TextTable(headings);
        for (Comparison.Difference each : all) {
            List<String> cells = new ArrayList<>(List.of(each.key()));
            each.values().forEach(value -> cells.add(value.isEmpty() ? "-" : value));
            table.row(cells.toArray(String[]::new));
        }
        out.table(table, 0);
    }

    private static void tests(Output out, Comparison comparison) {
        if (comparison.tests().isEmpty()) {
            return;
        }
        boolean several = comparison.groups().size() > 2;
        out.blank();
        List<String> headings = new ArrayList<>(
                List.of("over seeds", "metric", "n", "mean difference", "95 % interval", "t-test p", "Wilcoxon p"));
        if (several) {
            headings.addAll(List.of("t (Holm)", "Wilcoxon (Holm)"));
        }
        TextTable table = new TextTable(headings.toArray(String[]::new)).right(2, 3, 4, 5, 6);
        for (Comparison.Test test : comparison.tests()) {
            List<String> cells = new ArrayList<>(List.of(
                    letter(test.group()) + " - A",
                    test.metric(),
                    Integer.toString(test.seeds().size()),
                    Quantities.number(test.difference()),
                    Quantities.number(test.low()) + " to " + Quantities.number(test.high()),
                    probability(test.t()),
                    probability(test.wilcoxon())));
            if (several) {
                cells.addAll(List.of(probability(test.tAdjusted()), probability(test.wilcoxonAdjusted())));
            }
            table.row(cells.toArray(String[]::new));
        }
        out.table(table, 0);
        out.blank();
        comparison.tests().forEach(test -> out.paragraph(words(comparison, test), 0));
    }

    /** A test in plain words, by its adjusted t-test. */
    private static String words(Comparison comparison, Comparison.Test test) {
        String other = letter(test.group());
        String amount = Quantities.number(Math.abs(test.difference()));
        if (Double.isNaN(test.t())) {
            return test.metric() + ": "
                    + (test.difference() == 0
                            ? other + " and A are the same with every seed."
                            : other + " is " + amount + (test.difference() > 0 ? " higher" : " lower")
                                    + " than A with every seed; there is nothing to test.");
        }
        String p = "p = " + probability(test.tAdjusted()) + (comparison.groups().size() > 2 ? ", adjusted" : "");
        if (test.tAdjusted() < USUAL_LEVEL) {
            return test.metric() + ": " + other + " is " + (test.difference() > 0 ? "higher" : "lower") + " than A, by "
                    + amount + " on average over " + test.seeds().size() + " seeds (" + p + ").";
        }
        return test.metric() + ": the " + test.seeds().size() + " common seeds do not show that " + other
                + " and A differ (" + p + ").";
    }

    private static String probability(double p) {
        return Double.isNaN(p) ? "-" : Quantities.number(p);
    }

    /** A to Z, then by number. */
    private static String letter(int group) {
        return group < 26 ? String.valueOf((char) ('A' + group)) : "G" + (group + 1);
    }

    static Map<String, Object> json(Comparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Object> groups = new ArrayList<>();
        for (Comparison.Group group : comparison.groups()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", group.name());
            one.put("runs", group.runs().stream().map(RunInfo::id).toList());
            one.put("seeds", group.runs().stream().map(RunInfo::seed).toList());
            groups.add(one);
        }
        json.put("groups", groups);
        json.put("settings", differences(comparison.settings()));
        json.put("origins", differences(comparison.origins()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (Comparison.MetricRow row : comparison.metrics()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < comparison.groups().size(); i++) {
                Spread spread = row.values().get(i);
                values.add(spread == null ? null : SweepPages.json(spread));
            }
            metrics.put(row.metric(), values);
        }
        json.put("metrics", metrics);
        json.put("tests", comparison.tests().stream().map(ComparisonPages::json).toList());
        json.put("warnings", comparison.warnings());
        return json;
    }

    private static Map<String, Object> differences(List<Comparison.Difference> all) {
        Map<String, Object> json = new LinkedHashMap<>();
        all.forEach(each -> json.put(each.key(), each.values()));
        return json;
    }

    private static Map<String, Object> json(Comparison.Test test) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", test.metric());
        json.put("group", test.group());
        json.put("seeds", test.seeds());
        json.put("difference", test.difference());
        json.put("low", test.low());
        json.put("high", test.high());
        json.put("t", test.t());
        json.put("wilcoxon", test.wilcoxon());
        json.put("tAdjusted", test.tAdjusted());
        json.put("wilcoxonAdjusted", test.wilcoxonAdjusted());
        return json;
    }
}
