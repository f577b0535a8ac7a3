package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RunContext;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The plain echo state network to compare with (Jaeger 2001), without excitatory and inhibitory neurons:
 * {@code x(t+1) = tanh(W x(t) + w_in u(t))}, where {@code W_ij ~ U(-1, 1)} with probability p, scaled to a spectral radius.
 */
final class EchoState extends Reservoir {
    static final String NAME = "echo-state";

    private static final Set<Parameter> PARAMETERS = EnumSet.of(Parameter.SPECTRAL_RADIUS, Parameter.INPUT_SCALE);

    private final EchoSettings settings;

    EchoState(EchoSettings settings, int inputs, int targets, RandomSource random, RunContext run, TensorScope scope) {
        super(
                weights(settings, random.split("recurrent"), scope),
                inputWeights(settings.neurons(), inputs, settings.inputScale(), random.split("input")),
                settings.neurons(),
                inputs,
                targets,
                Activation.TANH,
                settings.readout(),
                run,
                scope);
        this.settings = settings;
    }

    private static double[] weights(EchoSettings s, RandomSource random, TensorScope owner) {
        int n = s.neurons();
        double[] w = new double[n * n];
        for (int i = 0; i < w.length; i++) {
            double strength = 2 * random.nextDouble() - 1;
            w[i] = random.nextDouble() < s.density() ? strength : 0;
        }
        try (TensorScope scope = owner.open()) {
            Tensor drawn = scope.of(w, n, n);
            double radius = Spectrum.of(scope.ops(), drawn).radius();
            double factor = radius == 0 ? 0 : s.spectralRadius() / radius;
            for (int i = 0; i < w.length; i++) {
                w[i] *= factor;
            }
        }
        return w;
    }

    @Override
    Reservoir variant(Map<Parameter, Double> changed, RandomSource random, TensorScope scope) {
        Parameter.check(changed, PARAMETERS, NAME);
        EchoSettings other = new EchoSettings(
                settings.neurons(),
                settings.density(),
                changed.getOrDefault(Parameter.SPECTRAL_RADIUS, settings.spectralRadius()),
                changed.getOrDefault(Parameter.INPUT_SCALE, settings.inputScale()),
                settings.washOut(),
                settings.penalty());
        return new EchoState(other, inputs(), targets(), random, run(), scope);
    }
}
