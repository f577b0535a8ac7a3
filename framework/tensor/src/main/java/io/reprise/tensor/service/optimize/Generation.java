package io.reprise.tensor.service.optimize;

import io.reprise.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What the evolution strategies share: checks of a generation's numbers, and the order of its losses. */
final class Generation {
    private Generation() {}

    static Map<String, Tensor> requireParameters(Map<String, Tensor> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("evolution: wants parameters, and got none");
        }
        parameters.forEach((name, tensor) -> {
            if (!tensor.type().isFloating()) {
                throw new IllegalArgumentException(
                        "evolution: the parameter " + name + " is no float or double tensor: " + tensor);
            }
        });
        return new LinkedHashMap<>(parameters);
    }

    static void requireIndex(int index, int population) {
        if (index < 0 || index >= population) {
            throw new IllegalArgumentException(
                    "candidate: wants a number from 0 to " + (population - 1) + ", and got " + index);
        }
    }

    static void requireLosses(double[] losses, int population) {
        if (losses.length != population) {
            throw new IllegalArgumentException(
                    "tell: wants the losses of " + population + " candidates, and got " + losses.length);
        }
    }

    /** The numbers of the candidates from the least loss to the greatest; NaN last, equal ones (0 and -0 are) in their order. */
    static int[] order(double[] losses) {
        return IntStream.range(0, losses.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> losses[i] + 0.0))
                .mapToInt(i -> i)
                .toArray();
    }

    /** {@code rank / (count - 1) - 1/2} from the least loss to the greatest; equal losses have the mean of their ranks. */
    static double[] centredRanks(double[] losses) {
        int[] order = order(losses);
        double[] shaped = new double[losses.length];
        for (int first = 0; first < order.length; ) {
            int end = first + 1;
            while (end < order.length && Double.compare(losses[order[end]] + 0.0, losses[order[first]] + 0.0) == 0) {
                end++;
            }
            double rank = (first + end - 1) / 2.0;
            for (int i = first; i < end; i++) {
                shaped[order[i]] = rank / (losses.length - 1) - 0.5;
            }
            first = end;
        }
        return shaped;
    }
}
