package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RunContext;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A reservoir whose inhibitory synapses adapt until each neuron fires at its target rate rho_i, so that every neuron finds a
 * balance of its own. The rule is {@link InhibitoryPlasticity}, the alternative without steps {@link InhibitoryDesign}.
 *
 * <p>Besides its {@link DaleReservoir}'s tensors it has {@code targets} rho {@code [N]}, and {@code recurrent.start}, W as it was
 * before the adaptation, to compare with.
 */
final class AdaptiveReservoir extends DaleReservoir {
    static final String NAME = "adaptive-reservoir";

    private static final Set<Parameter> PARAMETERS =
            EnumSet.of(Parameter.GAIN, Parameter.BALANCE, Parameter.INPUT_SCALE, Parameter.TARGET);

    private final AdaptiveSettings settings;
    private final Tensor targets;
    private final Tensor start;

    AdaptiveReservoir(
            AdaptiveSettings settings,
            int inputs,
            int targets,
            RandomSource random,
            RunContext run,
            TensorScope scope) {
        super(settings.dale(), inputs, targets, random, run, scope);
        this.settings = settings;
        this.targets =
                scope.of(settings.targetRates().draw(settings.neurons(), random.split("targets")), settings.neurons());
        this.start = scope.copy(recurrent());
    }

    /** rho. */
    double[] targetRates() {
        return targets.toDoubles();
    }

    /** W before the adaptation. */
    Tensor startingWeights() {
        return start;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = super.state();
        state.put("recurrent.start", start);
        state.put("targets", targets);
        return state;
    }

    @Override
    Reservoir variant(Map<Parameter, Double> changed, RandomSource random, TensorScope scope) {
        Parameter.check(changed, PARAMETERS, NAME);
        DaleSettings dale = changed(settings.dale(), changed);
        AdaptiveSettings other = new AdaptiveSettings(
                dale.neurons(),
                dale.excitatory(),
                dale.density(),
                dale.gain(),
                dale.balance(),
                dale.inputScale(),
                changed.getOrDefault(Parameter.TARGET, settings.target()),
                settings.targets(),
                settings.concentration(),
                settings.low(),
                settings.high(),
                dale.washOut(),
                dale.penalty());
        return new AdaptiveReservoir(other, inputs(), targets(), random, run(), scope);
    }
}
