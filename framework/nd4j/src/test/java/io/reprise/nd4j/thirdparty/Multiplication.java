package io.reprise.nd4j.thirdparty;

import io.reprise.nd4j.Nd4jBridge;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.framework.BundleContext;

/** A 2x3 by 3x2 product that ND4J writes into a tensor. */
public final class Multiplication implements Callable<float[]> {
    private final BundleContext context;

    /** For the services of a framework. */
    public Multiplication(BundleContext context) {
        this.context = context;
    }

    @Override
    public float[] call() {
        TensorService tensors = context.getService(context.getServiceReference(TensorService.class));
        Nd4jBridge bridge = context.getService(context.getServiceReference(Nd4jBridge.class));
        try (TensorScope scope = tensors.open("third party")) {
            INDArray a = bridge.toNd4j(scope.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
            INDArray b = bridge.toNd4j(scope.of(new float[] {7, 8, 9, 10, 11, 12}, 3, 2));
            Tensor product = scope.zeros(2, 2);
            a.mmuli(b, bridge.toNd4j(product));
            return product.toFloats();
        }
    }
}
