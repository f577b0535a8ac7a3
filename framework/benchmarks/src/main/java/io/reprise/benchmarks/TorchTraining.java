package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** A training step in libtorch: the loss, its gradients, and one step of gradient descent in place. */
abstract class TorchTraining extends Torch {
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> arrays = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();
    private final List<String> compared = new ArrayList<>();
    private TorchScript step;
    private TorchScript gradients;

    /** Something to compute with. */
    final void data(String name, NDArray array) {
        names.add(name);
        arrays.add(array);
    }

    /** A parameter. */
    final void parameter(String name, float[] values, long... sizes) {
        add(name, array(values, sizes), "d_" + name);
    }

    /** A matrix of weights as libtorch keeps it, {@code [out, in]}, from the numbers of one {@code [in, out]}. */
    final void weights(String name, float[] values, int in, int out) {
        add(name, array(Numbers.transposed(values, in, out), out, in), "torch.t(d_" + name + ")");
    }

    private void add(String name, NDArray array, String gradient) {
        array.setRequiresGradient(true);
        data(name, array);
        parameters.add(name);
        compared.add(gradient);
    }

    /**
     * What to do.
     *
     * @param loss the program that computes {@code loss}
     */
    final void load(String loss) {
        StringBuilder backward = new StringBuilder(loss);
        backward.append("gradients = torch.grad([loss], [")
                .append(String.join(", ", parameters))
                .append("])\n");
        for (int i = 0; i < parameters.size(); i++) {
            backward.append("d_")
                    .append(parameters.get(i))
                    .append(" = unchecked_cast(Tensor, gradients[")
                    .append(i)
                    .append("])\n");
        }
        gradients = new TorchScript();
        gradients.load(names, arrays, backward.toString(), "loss, " + String.join(", ", compared));
        StringBuilder descent = backward;
        for (String parameter : parameters) {
            descent.append("_")
                    .append(parameter)
                    .append(" = torch.sub_(torch.detach(")
                    .append(parameter)
                    .append("), d_")
                    .append(parameter)
                    .append(", alpha=")
                    .append(OurTraining.LEARNING_RATE)
                    .append(")\n");
        }
        step = new TorchScript();
        step.load(names, arrays, descent.toString(), "loss");
    }

    @Override
    List<NDArray> compute() {
        return gradients.compute();
    }

    @Override
    public Object run() {
        return step.run();
    }

    @Override
    public void close() {
        step.close();
        gradients.close();
        super.close();
    }
}
