package io.reprise.tensor.service.optimize;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers.ParameterGroup;
import io.reprise.tensor.Optimizers.Rule;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What all rules share: the parameters, what is remembered of each, the count of steps. */
public final class RuleOptimizer implements Optimizer {
    private final Update update;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    /** The number of steps made, in a tensor so that a checkpoint holds it. */
    private final NativeTensor steps;

    /** One parameter and what belongs to it. */
    private record Parameter(
            String name, NativeTensor tensor, double rate, double weightDecay, NativeTensor[] remembered) {}

    /** An optimiser; see {@link io.reprise.tensor.Optimizers#optimizer}. */
    public RuleOptimizer(
            Kernels kernels, TensorScope scope, Map<String, Tensor> tensors, Rule rule, List<ParameterGroup> groups) {
        if (rule == null) {
            throw new IllegalArgumentException("optimizer: wants a rule, and got none");
        }
        update = new Update(kernels, rule);
        groups.forEach(group -> requireMember(group, tensors));
        steps = (NativeTensor) scope.zeros(ElementType.LONG, Shape.SCALAR);
        state.put("step", steps);
        tensors.forEach((name, tensor) -> {
            if (!(tensor instanceof NativeTensor own) || !tensor.type().isFloating()) {
                throw new IllegalArgumentException("optimizer: the parameter " + name + " is no float or double tensor"
                        + " of this service: " + tensor);
            }
            List<String> names = update.remembers();
            NativeTensor[] remembered = new NativeTensor[names.size()];
            for (int i = 0; i < remembered.length; i++) {
                remembered[i] = (NativeTensor) scope.zeros(own.type(), own.shape());
                state.put(names.get(i) + "." + name, remembered[i]);
            }
            ParameterGroup group = groups.stream()
                    .filter(each -> fits(each, name))
                    .findFirst()
                    .orElse(new ParameterGroup(name, 1, rule.weightDecay()));
            parameters.add(new Parameter(name, own, group.rate(), group.weightDecay(), remembered));
        });
    }

    private static void requireMember(ParameterGroup group, Map<String, Tensor> tensors) {
        if (tensors.keySet().stream().noneMatch(name -> fits(group, name))) {
            throw new IllegalArgumentException(
                    "optimizer: the group " + group.pattern() + " fits none of the parameters " + tensors.keySet());
        }
    }

    private static boolean fits(ParameterGroup group, String name) {
        StringBuilder pattern = new StringBuilder();
        for (String literal : group.pattern().split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.matches(pattern.toString(), name);
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        steps.requireOpen();
        long made = steps.getLong(0) + 1;
        steps.set(new long[] {made});
        for (int i = 0; i < parameters.size(); i++) {
            Parameter each = parameters.get(i);
            NativeTensor gradient = ((NativeTensor) gradients.of(each.tensor)).requireOpen();
            update.apply(
                    each.tensor.requireOpen(),
                    gradient,
                    each.remembered,
                    made,
                    learningRate * each.rate,
                    each.weightDecay);
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }
}
