package io.reprise.engine.internal.compare;

import io.reprise.api.RepriseException;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Comparison;
import io.reprise.engine.Comparison.Difference;
import io.reprise.engine.Comparison.Group;
import io.reprise.engine.Comparison.MetricRow;
import io.reprise.engine.Comparisons;
import io.reprise.engine.RunInfo;
import io.reprise.engine.Runs;
import io.reprise.engine.Spread;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.Sweeps;
import io.reprise.engine.internal.figure.FigureDrawer;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.statistics.PairedTests;
import io.reprise.engine.internal.statistics.Spreads;
import io.reprise.engine.internal.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Compares runs by what they recorded. */
@Component(service = Comparisons.class)
public final class ComparisonsService implements Comparisons {
    private static final String SWEEP = "sweep:";

    /** Below so many pairs the signed-rank test cannot give a p-value under 0.05. */
    private static final int FEW_PAIRS = 6;

    private static final int LONGEST_NAME = 60;

    private final Runs runs;
    private final Sweeps sweeps;
    private final FigureDrawer drawer;

    /** Comparisons of these runs. */
    @Activate
    public ComparisonsService(@Reference Runs runs, @Reference Sweeps sweeps, @Reference FigureDrawer drawer) {
        this.runs = runs;
        this.sweeps = sweeps;
        this.drawer = drawer;
    }

    @Override
    public Comparison compare(List<String> names, List<String> metrics) {
        List<RunInfo> named = named(names);
        if (named.size() < 2) {
            throw RepriseException.problem("There is nothing to compare")
                    .expected("at least two finished runs")
                    .hint("See 'reprise runs'.");
        }
        Map<Map<String, String>, List<RunInfo>> bySettings = new LinkedHashMap<>();
        named.forEach(run -> bySettings
                .computeIfAbsent(RunSettings.of(run), same -> new ArrayList<>())
                .add(run));
        List<Map<String, String>> settings = new ArrayList<>();
        List<List<RunInfo>> runsOf = new ArrayList<>();
        bySettings.forEach((each, same) -> {
            // Runs that are alike in all, seed included, are no repetitions: they stand side by side.
            boolean seedsDiffer = same.stream().map(RunInfo::seed).distinct().count() == same.size();
            List<List<RunInfo>> apart =
                    seedsDiffer ? List.of(same) : same.stream().map(List::of).toList();
            for (List<RunInfo> group : apart) {
                settings.add(each);
                runsOf.add(group.stream()
                        .sorted(Comparator.comparingLong(RunInfo::seed))
                        .toList());
            }
        });
        List<Difference> differing = differences(settings);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < runsOf.size(); i++) {
            groups.add(new Group(name(differing, i, runsOf.get(i)), runsOf.get(i)));
        }
        List<MetricRow> rows = rows(groups, metrics);
        List<String> warnings = new ArrayList<>();
        List<Comparison.Test> tests = tests(groups, rows, warnings);
        List<Difference> origins =
                differences(runsOf.stream().map(ComparisonsService::origins).toList());
        return new Comparison(groups, differing, origins, rows, tests, warnings);
    }

    private List<RunInfo> named(List<String> names) {
        Map<String, RunInfo> named = new LinkedHashMap<>();
        for (String name : names) {
            if (name.startsWith(SWEEP)) {
                for (SweepInfo.Point point :
                        sweeps.get(name.substring(SWEEP.length())).points()) {
                    point.runs().stream()
                            .filter(run -> run.state() == SweepInfo.RunState.DONE)
                            .map(run -> runs.get(run.id()))
                            .forEach(run -> named.put(run.id(), run));
                }
                continue;
            }
            RunInfo run = runs.get(name);
            if (run.state() != RunInfo.State.DONE) {
                throw RepriseException.problem("The run '" + run.id() + "' is " + run.state())
                        .at(name)
                        .expected("a run that is done");
            }
            named.put(run.id(), run);
        }
        return List.copyOf(named.values());
    }

    private static List<Difference> differences(List<Map<String, String>> all) {
        Set<String> keys = new LinkedHashSet<>();
        all.forEach(each -> keys.addAll(each.keySet()));
        return keys.stream()
                .map(key -> new Difference(
                        key,
                        all.stream().map(each -> each.getOrDefault(key, "")).toList()))
                .filter(difference -> difference.values().stream().distinct().count() > 1)
                .toList();
    }

    /** Versions of bundles and the platform; of several runs, what any of them had. */
    private static Map<String, String> origins(List<RunInfo> same) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (RunInfo run : same) {
            for (BundleInfo bundle : run.bundles()) {
                String hash = bundle.sha256();
                found.computeIfAbsent(bundle.name(), name -> new LinkedHashSet<>())
                        .add(bundle.version()
                                + (hash.isEmpty() ? "" : " (" + hash.substring(0, Math.min(12, hash.length())) + ")"));
            }
            run.platform()
                    .forEach((key, value) -> found.computeIfAbsent(key, name -> new LinkedHashSet<>())
                            .add(value));
        }
        Map<String, String> origins = new LinkedHashMap<>();
        found.forEach((key, values) -> origins.put(key, String.join(" and ", values)));
        return origins;
    }

    private static String name(List<Difference> differing, int group, List<RunInfo> same) {
        String settings = String.join(
                " ",
                differing.stream()
                        .filter(difference -> !difference.values().get(group).isEmpty())
                        .map(difference ->
                                difference.key() + "=" + difference.values().get(group))
                        .toList());
        if (same.size() > 1 && !settings.isEmpty() && settings.length() <= LONGEST_NAME) {
            return settings;
        }
        String first = same.get(0).id();
        return same.size() == 1 ? first : first + " and " + (same.size() - 1) + " more";
    }

    private static List<MetricRow> rows(List<Group> groups, List<String> asked) {
        Set<String> given = new LinkedHashSet<>();
        groups.forEach(
                group -> group.runs().forEach(run -> given.addAll(run.metrics().keySet())));
        for (String metric : asked) {
            if (!given.contains(metric)) {
                throw RepriseException.problem("No run has the metric '" + metric + "'")
                        .hint(Nearest.hint(metric, given));
            }
        }
        List<String> shown = new ArrayList<>(asked);
        if (asked.isEmpty()) {
            given.stream().filter(name -> name.indexOf('/') < 0).forEach(shown::add);
            // What evaluators measured first.
            shown.sort(Comparator.comparing(name -> given.contains("trainer/" + name)));
        }
        List<MetricRow> rows = new ArrayList<>();
        for (String metric : shown) {
            Map<Integer, Spread> values = new LinkedHashMap<>();
            for (int i = 0; i < groups.size(); i++) {
                List<Double> each = groups.get(i).runs().stream()
                        .filter(run -> run.metrics().containsKey(metric))
                        .map(run -> run.metrics().get(metric))
                        .toList();
                if (!each.isEmpty()) {
                    values.put(i, Spreads.of(each));
                }
            }
            rows.add(new MetricRow(metric, values));
        }
        return rows;
    }

    private static List<Comparison.Test> tests(List<Group> groups, List<MetricRow> rows, List<String> warnings) {
        List<Comparison.Test> tests = new ArrayList<>();
        rows.forEach(row -> tests.addAll(tests(groups, row.metric())));
        int fewest = tests.stream().mapToInt(test -> test.seeds().size()).min().orElse(FEW_PAIRS);
        if (fewest < FEW_PAIRS) {
            warnings.add("Only " + fewest + " common seeds: the t-test rests on the differences being normally"
                    + " distributed, and the Wilcoxon test cannot give a p-value below 0.05 with fewer than "
                    + FEW_PAIRS + ".");
        }
        long compared = tests.stream().map(Comparison.Test::group).distinct().count();
        if (compared > 1) {
            warnings.add(compared + " comparisons by each metric: judge by the adjusted p-values (Holm).");
        }
        long metrics = tests.stream()
                .filter(test -> !Double.isNaN(test.t()))
                .map(Comparison.Test::metric)
                .distinct()
                .count();
        if (metrics > 1) {
            warnings.add(metrics + " metrics are tested, and p-values are not adjusted for that: decide beforehand"
                    + " which one counts.");
        }
        return tests;
    }

    private static List<Comparison.Test> tests(List<Group> groups, String metric) {
        Map<Long, Double> first = bySeed(groups.get(0), metric);
        List<Integer> compared = new ArrayList<>();
        List<List<Long>> seeds = new ArrayList<>();
        List<PairedTests.Result> results = new ArrayList<>();
        for (int i = 1; i < groups.size(); i++) {
            Map<Long, Double> other = bySeed(groups.get(i), metric);
            List<Long> common =
                    first.keySet().stream().filter(other::containsKey).toList();
            if (common.size() >= 2) {
                compared.add(i);
                seeds.add(common);
                results.add(PairedTests.test(common.stream()
                        .map(seed -> other.get(seed) - first.get(seed))
                        .toList()));
            }
        }
        List<Double> t =
                PairedTests.holm(results.stream().map(PairedTests.Result::t).toList());
        List<Double> wilcoxon = PairedTests.holm(
                results.stream().map(PairedTests.Result::wilcoxon).toList());
        List<Comparison.Test> tests = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            PairedTests.Result result = results.get(i);
            tests.add(new Comparison.Test(
                    metric,
                    compared.get(i),
                    seeds.get(i),
                    result.mean(),
                    result.low(),
                    result.high(),
                    result.t(),
                    result.wilcoxon(),
                    t.get(i),
                    wilcoxon.get(i)));
        }
        return tests;
    }

    /** The finite values. */
    private static Map<Long, Double> bySeed(Group group, String metric) {
        Map<Long, Double> values = new LinkedHashMap<>();
        for (RunInfo run : group.runs()) {
            Double value = run.metrics().get(metric);
            if (value != null && Double.isFinite(value)) {
                values.put(run.seed(), value);
            }
        }
        return values;
    }

    @Override
    public void draw(Comparison comparison, Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".svg") && !name.endsWith(".png")) {
            throw RepriseException.problem("A figure is written as SVG or PNG")
                    .at(file.toString())
                    .expected("a file that ends in .svg or .png");
        }
        FigureDrawer.Drawing drawing;
        try {
            drawing = drawer.draw(Curves.of(comparison));
        } catch (IllegalArgumentException e) {
            throw RepriseException.problem("The runs recorded no loss that could be drawn")
                    .at(file.toString())
                    .because(e);
        }
        AtomicFile.write(file, name.endsWith(".svg") ? drawing::svg : drawing::png);
    }
}
