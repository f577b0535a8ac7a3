package io.reprise.tensor.service;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.FusedKernels.AdamWStep;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adam with decoupled weight decay: the schedule around the kernel that does one tensor. */
final class AdamWOptimizer implements Optimizer {
    private final Kernels kernels;
    private final Optimizers.AdamW settings;
    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> first = new LinkedHashMap<>();
    private final Map<String, Tensor> second = new LinkedHashMap<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    /** The number of steps made, in a tensor so that a checkpoint holds it. */
    private final Tensor steps;

    AdamWOptimizer(Kernels kernels, TensorScope scope, Map<String, Tensor> parameters, Optimizers.AdamW settings) {
        requireDecay("beta1", settings.beta1());
        requireDecay("beta2", settings.beta2());
        this.kernels = kernels;
        this.settings = settings;
        this.parameters = new LinkedHashMap<>(parameters);
        steps = scope.zeros(ElementType.LONG, Shape.SCALAR);
        state.put("step", steps);
        parameters.forEach((name, parameter) -> {
            if (!(parameter instanceof NativeTensor) || !parameter.type().isFloating()) {
                throw new IllegalArgumentException("adamW: the parameter " + name + " is no float or double tensor of"
                        + " this service: " + parameter);
            }
            first.put(name, scope.zeros(parameter.type(), parameter.shape()));
            second.put(name, scope.zeros(parameter.type(), parameter.shape()));
            state.put("first." + name, first.get(name));
            state.put("second." + name, second.get(name));
        });
    }

    private static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("adamW: " + name + " is from 0 to below 1, and got " + value);
        }
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        long made = steps.toLongs()[0] + 1;
        steps.memory().putLong(0, made);
        double t = (double) made;
        AdamWStep step = new AdamWStep(
                learningRate / (1 - Math.pow(settings.beta1(), t)),
                settings.beta1(),
                settings.beta2(),
                1 / (1 - Math.pow(settings.beta2(), t)),
                settings.epsilon(),
                1 - learningRate * settings.weightDecay());
        parameters.forEach((name, parameter) -> update(
                open(parameter), open(gradients.of(parameter)), open(first.get(name)), open(second.get(name)), step));
    }

    private void update(NativeTensor parameter, NativeTensor gradient, NativeTensor m, NativeTensor v, AdamWStep step) {
        if (kernels.fused() != null) {
            kernels.fused().adamW(parameter, gradient, m, v, step);
            return;
        }
        NativeTensor change = gradient.owner().allocate(gradient.type(), gradient.shape());
        kernels.affine(m, step.beta1(), 0, m, false);
        kernels.affine(gradient, 1 - step.beta1(), 0, m, true);
        kernels.unary(Unary.SQUARE, gradient, change);
        kernels.affine(v, step.beta2(), 0, v, false);
        kernels.affine(change, 1 - step.beta2(), 0, v, true);
        kernels.affine(v, step.secondCorrection(), 0, change, false);
        kernels.unary(Unary.SQRT, change, change);
        kernels.affine(change, 1, step.epsilon(), change, false);
        kernels.binary(Binary.DIVIDE, m, change, change);
        kernels.affine(parameter, step.decay(), 0, parameter, false);
        kernels.affine(change, -step.rate(), 0, parameter, true);
        change.owner().release(change);
    }

    private static NativeTensor open(Tensor tensor) {
        return ((NativeTensor) tensor).requireOpen();
    }

    @Override
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }
}
