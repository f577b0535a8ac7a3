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
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * The eigenvalues of a reservoir's weights; and the spectral radius of what the network is to small changes around its mean
 * rates, {@code diag(phi'(z)) W}: below 1, changes die away there.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "spectral-radius",
        summary = "Spectral radius of a reservoir's weights, and of the network around its mean rates")
public final class SpectralRadius implements EvaluatorFactory<SpectralRadius.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "200",
                    min = 0,
                    max = 1e6,
                    description = "first steps of a series left out",
                    unit = "steps")
            int washOut) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Reservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Reservoir reservoir = (Reservoir) model;
            try (TensorScope scope = run.tensors().open()) {
                run.checkCancelled();
                Ops f = scope.ops();
                Tensor input = ReadoutFit.all(f, data.split(Dataset.VALIDATION)).tensor(Series.INPUT);
                double[] slopes = MeanRates.of(reservoir, reservoir.recurrence(), input, settings.washOut(), scope);
                Arrays.setAll(slopes, i -> reservoir.activation().slope(slopes[i]));
                Tensor jacobian = f.multiply(scope.of(slopes, slopes.length, 1), reservoir.recurrent());
                Spectrum weights = Spectrum.of(f, reservoir.recurrent());
                return Report.of(
                                Metric.of("spectral.radius", weights.radius()),
                                Metric.of(
                                        "spectral.radius.effective",
                                        Spectrum.of(f, jacobian).radius()))
                        .with(new Figure.Scatter(
                                "eigenvalues",
                                "Eigenvalues of the recurrent weights",
                                Figure.Axis.of("real part"),
                                Figure.Axis.of("imaginary part"),
                                List.of(new Figure.Series(
                                        "eigenvalues",
                                        Arrays.stream(weights.real()).boxed().toList(),
                                        Arrays.stream(weights.imaginary())
                                                .boxed()
                                                .toList()))));
            }
        };
    }
}
