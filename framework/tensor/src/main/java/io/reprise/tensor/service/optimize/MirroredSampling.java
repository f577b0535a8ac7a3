package io.reprise.tensor.service.optimize;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.EvolutionStrategy;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gradients estimated from mirrored pairs of candidates; see {@link EvolutionStrategy.OpenAiEs}. */
public final class MirroredSampling implements EvolutionStrategy {
    private final TensorScope scope;
    private final Map<String, Tensor> parameters;
    private final OpenAiEs rule;
    private final Optimizer optimizer;
    private final RandomSource random;
    private final Tensor generation;
    private final Map<String, Tensor> state = new LinkedHashMap<>();

    /** See {@link io.reprise.tensor.Optimizers#evolution}. */
    public MirroredSampling(
            TensorScope scope,
            Map<String, Tensor> parameters,
            OpenAiEs rule,
            Optimizer optimizer,
            RandomSource random) {
        this.scope = scope;
        this.parameters = Generation.requireParameters(parameters);
        this.rule = rule;
        this.optimizer = optimizer;
        this.random = random;
        generation = scope.zeros(ElementType.LONG, Shape.SCALAR);
        state.put("generation", generation);
        optimizer.state().forEach((name, tensor) -> state.put("optimizer." + name, tensor));
    }

    @Override
    public int population() {
        return rule.population();
    }

    @Override
    public double deviation() {
        return rule.deviation();
    }

    @Override
    public Map<String, Tensor> candidate(TensorScope owner, int index) {
        Generation.requireIndex(index, rule.population());
        InPlace in = owner.ops().inPlace();
        Map<String, Tensor> candidate = new LinkedHashMap<>();
        parameters.forEach((name, theta) -> {
            Tensor x = noise(owner, index / 2, name, theta);
            in.scale(x, index % 2 == 0 ? rule.deviation() : -rule.deviation());
            in.add(x, theta);
            candidate.put(name, x);
        });
        return candidate;
    }

    /** {@code e_i}; the streams are split by name, so that each parameter's is its own. */
    private Tensor noise(TensorScope owner, int pair, String name, Tensor theta) {
        Tensor e = owner.zeros(theta.type(), theta.shape());
        random.split(generation.toLongs()[0]).split(pair).split(name).fillNormal(e, 0, 1);
        return e;
    }

    @Override
    public void tell(double... losses) {
        Generation.requireLosses(losses, rule.population());
        double[] shaped = Generation.centredRanks(losses);
        long now = generation.toLongs()[0];
        try (TensorScope work = scope.open()) {
            Map<Tensor, Tensor> gradients = new IdentityHashMap<>();
            InPlace in = work.ops().inPlace();
            parameters.forEach((name, theta) -> {
                Tensor gradient = work.zeros(theta.type(), theta.shape());
                for (int pair = 0; pair < losses.length / 2; pair++) {
                    double weight = shaped[2 * pair] - shaped[2 * pair + 1];
                    if (weight != 0) {
                        try (TensorScope one = work.open()) {
                            in.addScaled(
                                    gradient,
                                    noise(one, pair, name, theta),
                                    weight / (losses.length * rule.deviation()));
                        }
                    }
                }
                gradients.put(theta, gradient);
            });
            optimizer.step(gradients::get, rule.learningRate().at(now));
        }
        generation.set((double) (now + 1));
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }
}
