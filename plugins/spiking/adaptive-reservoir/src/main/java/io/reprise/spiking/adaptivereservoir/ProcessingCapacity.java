package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * What a reservoir remembers and computes of a random input (Dambre, Verstraeten, Schrauwen, Massar 2012): readouts are fitted
 * to products of normalised Legendre polynomials of delayed inputs, {@code prod_k P_dk(u(t - k))}, u uniform in [-1, 1), and the
 * capacity of each is {@code 1 - NRMSE^2} on steps that it was not fitted to, or 0 if that is less. Degree 1 is linear memory;
 * products of a higher degree are not linear.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "processing-capacity",
        summary = "Information processing capacity by degree: what a reservoir computes of random inputs")
public final class ProcessingCapacity implements EvaluatorFactory<ProcessingCapacity.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "60,20,10",
                    min = 0,
                    max = 1000,
                    description = "for each degree from 1 to at most 3, the longest delay in its products")
            List<Integer> delays,

            @Setting(value = "4000", min = 10, max = 1e6, description = "steps to fit to", unit = "steps")
            int train,

            @Setting(value = "2000", min = 10, max = 1e6, description = "steps to measure on", unit = "steps")
            int validation) {
        /** Checks the degrees. */
        public Settings {
            if (delays.isEmpty() || delays.size() > 3) {
                throw RepriseException.problem("There are longest delays for " + delays.size() + " degrees")
                        .at("processing-capacity.delays")
                        .expected("one to three numbers, for degrees 1, 2 and 3");
            }
        }
    }

    private static final int WASH_OUT = 200;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Reservoir.class);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Reservoir reservoir = (Reservoir) model;
            if (reservoir.inputs() != 1) {
                throw RepriseException.problem("The reservoir has " + reservoir.inputs() + " inputs")
                        .at("processing-capacity")
                        .expected("one input")
                        .hint("Leave this evaluator out, or take data with one input.");
            }
            double[] u = new double[WASH_OUT + settings.train() + settings.validation()];
            RandomSource random = run.random().split("input");
            Arrays.setAll(u, t -> 2 * random.nextDouble() - 1);
            List<List<Object>> rows = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            List<Double> capacities = new ArrayList<>();
            Report report = Report.EMPTY;
            double total = 0;
            for (int degree = 1; degree <= settings.delays().size(); degree++) {
                run.progress(
                        "processing capacity", degree - 1, settings.delays().size());
                List<int[]> products = products(degree, settings.delays().get(degree - 1));
                double capacity = capacity(reservoir, u, products, settings, run);
                total += capacity;
                labels.add("degree " + degree);
                capacities.add(capacity);
                rows.add(List.of(degree, settings.delays().get(degree - 1), products.size(), capacity));
                report = report.with(Metric.of("capacity.degree-" + degree, capacity));
            }
            return report.with(Metric.of("capacity.total", total))
                    .with(new Table(
                            "processing-capacity",
                            "What the reservoir computes of random inputs",
                            List.of("degree", "longest delay (steps)", "products", "capacity"),
                            rows))
                    .with(new Figure.Bars(
                            "processing-capacity",
                            "What the reservoir computes of random inputs",
                            Figure.Axis.of("capacity"),
                            labels,
                            List.of("capacity"),
                            List.of(capacities)));
        };
    }

    /** All delays k1 &lt;= k2 &lt;= ... of products of a degree; where one is repeated, the polynomial has that degree. */
    private static List<int[]> products(int degree, int longest) {
        List<int[]> products = List.of(new int[0]);
        for (int d = 0; d < degree; d++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] product : products) {
                for (int k = product.length == 0 ? 0 : product[product.length - 1]; k <= longest; k++) {
                    int[] one = Arrays.copyOf(product, product.length + 1);
                    one[product.length] = k;
                    longer.add(one);
                }
            }
            products = longer;
        }
        return products;
    }

    private static double capacity(
            Reservoir reservoir, double[] u, List<int[]> products, Settings settings, RunContext run) {
        try (TensorScope scope = run.tensors().open()) {
            Ops f = scope.ops();
            Tensor states = reservoir.states(f, scope.of(u, 1, u.length, 1)).reshape(u.length, reservoir.neurons());
            double[] targets = new double[u.length * products.size()];
            for (int t = 0; t < u.length; t++) {
                for (int p = 0; p < products.size(); p++) {
                    targets[t * products.size() + p] = product(u, t, products.get(p));
                }
            }
            Tensor y = scope.of(targets, u.length, products.size());
            int cut = WASH_OUT + settings.train();
            Tensor readout = reservoir
                    .readoutFit()
                    .fit(f, states.rows(WASH_OUT, settings.train()), y.rows(WASH_OUT, settings.train()));
            PredictionError error = PredictionError.of(
                    y.rows(cut, settings.validation()),
                    Readout.read(f, states.rows(cut, settings.validation()), readout));
            double sum = 0;
            for (int p = 0; p < products.size(); p++) {
                sum += Math.max(0, 1 - error.errors()[p] / error.variances()[p]);
            }
            return sum;
        }
    }

    /** {@code prod P_d(u(t - k))}, where d is how often k occurs; before the first step inputs are 0. */
    private static double product(double[] u, int t, int[] delays) {
        double product = 1;
        int at = 0;
        while (at < delays.length) {
            int end = at;
            while (end < delays.length && delays[end] == delays[at]) {
                end++;
            }
            double v = t >= delays[at] ? u[t - delays[at]] : 0;
            product *= legendre(end - at, v);
            at = end;
        }
        return product;
    }

    private static double legendre(int degree, double v) {
        return switch (degree) {
            case 1 -> v;
            case 2 -> (3 * v * v - 1) / 2;
            case 3 -> (5 * v * v - 3) * v / 2;
            default -> throw new IllegalArgumentException("degree " + degree);
        };
    }
}
