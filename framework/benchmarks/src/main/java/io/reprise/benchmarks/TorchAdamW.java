package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** AdamW with libtorch, by the update that DJL brings in C++ (one call a parameter, all in place). */
final class TorchAdamW {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final List<NDArray> parameters;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final double learningRate;
    private final double weightDecay;
    private int steps;

    TorchAdamW(NDManager manager, List<NDArray> parameters, double learningRate, double weightDecay) {
        this.parameters = parameters;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        for (NDArray parameter : parameters) {
            firstMoments.add(manager.zeros(parameter.getShape()));
            secondMoments.add(manager.zeros(parameter.getShape()));
        }
    }

    /** Changes the parameters by their gradients, and sets those to zero. */
    void step() {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        for (int i = 0; i < parameters.size(); i++) {
            NDArray parameter = parameters.get(i);
            try (NDArray gradient = parameter.getGradient()) {
                parameter
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(parameter, gradient, firstMoments.get(i), secondMoments.get(i)),
                                new NDList(parameter),
                                (float) learningRate,
                                (float) (learningRate * correction),
                                (float) weightDecay,
                                1,
                                -1,
                                BETA1,
                                BETA2,
                                EPSILON,
                                true,
                                true);
                gradient.muli(0);
            }
        }
    }
}
