package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * How fast a reservoir finds its balance: its adaptation once more, from the weights it started with, on the first training
 * series, and the distance of mean rates from targets on the way.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "adaptation-course",
        summary = "How the distance between rates and targets shrinks while a reservoir adapts")
public final class AdaptationCourse implements EvaluatorFactory<AdaptationCourse.Settings> {
    /** The settings; those of the trainer are to be given again if they are not the defaults. */
    public record Settings(
            @Setting(
                    value = "2000",
                    min = 1,
                    max = 1e7,
                    description = "steps of the network to adapt for",
                    unit = "steps")
            int steps,

            @Setting(
                    value = "50",
                    min = 1,
                    max = 1e6,
                    description = "steps of the network to average over",
                    unit = "steps")
            int average,

            @Setting(value = "0.1", min = 0, max = 1e3, description = "eta: learning rate of the rule")
            double learningRate) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(AdaptiveReservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            AdaptiveReservoir reservoir = (AdaptiveReservoir) model;
            List<Double> times = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            List<List<Object>> rows = new ArrayList<>();
            try (TensorScope scope = run.tensors().open()) {
                Tensor input = data.split(Dataset.TRAIN).read(scope.ops(), 0, 1).tensor(Series.INPUT);
                Recurrence recurrence = reservoir.recurrence(reservoir.startingWeights());
                Adaptation adaptation =
                        new Adaptation(reservoir, recurrence, input, settings.learningRate(), recurrence.rest());
                for (int first = 0; first < settings.steps(); first += settings.average()) {
                    run.progress("adapting", first, settings.steps());
                    int steps = Math.min(settings.average(), settings.steps() - first);
                    double error = adaptation.advance(first, steps);
                    times.add((double) first + steps);
                    errors.add(error);
                    rows.add(List.of(first + steps, error));
                }
            }
            return Report.of(
                            Metric.of("adaptation.start", errors.get(0)),
                            Metric.of("adaptation.end", errors.get(errors.size() - 1)))
                    .with(new Table(
                            "adaptation",
                            "Mean distance between rates and targets",
                            List.of("time (steps)", "|rate - target|"),
                            rows))
                    .with(new Figure.Lines(
                            "adaptation",
                            "Rates come near their targets",
                            Figure.Axis.of("time (steps)"),
                            Figure.Axis.of("mean |rate - target|"),
                            List.of(new Figure.Series("|rate - target|", times, errors))));
        };
    }
}
