package io.reprise.engine.internal.run;

import io.reprise.report.Metric;
import io.reprise.report.Report;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names the final values of a run, as {@link io.reprise.engine.RunResult} says. */
final class FinalMetrics {
    private FinalMetrics() {}

    static Map<String, Double> of(Map<String, Double> lastStep, Map<String, Report> reports) {
        Map<String, Integer> givers = new HashMap<>();
        reports.values().forEach(report -> names(report).forEach(name -> givers.merge(name, 1, Integer::sum)));
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : new TreeSet<>(lastStep.keySet())) {
            if (!givers.containsKey(name)) {
                metrics.put(name, lastStep.get(name));
            }
            metrics.put("trainer/" + name, lastStep.get(name));
        }
        reports.forEach((evaluator, report) -> {
            for (Metric metric : report.metrics()) {
                if (givers.get(metric.name()) == 1) {
                    metrics.put(metric.name(), metric.value());
                }
                metrics.put(evaluator + "/" + metric.name(), metric.value());
            }
        });
        return metrics;
    }

    private static Set<String> names(Report report) {
        Set<String> names = new TreeSet<>();
        report.metrics().forEach(metric -> names.add(metric.name()));
        return names;
    }
}
