package io.reprise.nd4j.thirdparty;

import io.reprise.nd4j.Nd4jBridge;
import java.util.concurrent.Callable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.osgi.framework.BundleContext;

/** Fits {@code y = 2 a - b} with SameDiff by gradient descent; the result is the two weights. */
public final class LeastSquares implements Callable<float[]> {
    private final BundleContext context;

    /** For the services of a framework. */
    public LeastSquares(BundleContext context) {
        this.context = context;
    }

    @Override
    public float[] call() {
        context.getService(context.getServiceReference(Nd4jBridge.class)).info();
        SameDiff graph = SameDiff.create();
        SDVariable inputs = graph.placeHolder("inputs", DataType.FLOAT, -1, 2);
        SDVariable targets = graph.placeHolder("targets", DataType.FLOAT, -1, 1);
        SDVariable weights = graph.var("weights", Nd4j.zeros(DataType.FLOAT, 2, 1));
        graph.loss.meanSquaredError("loss", targets, inputs.mmul(weights), null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Sgd(0.5))
                .dataSetFeatureMapping("inputs")
                .dataSetLabelMapping("targets")
                .build());
        INDArray a = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 1}, {1, -1}});
        INDArray y = Nd4j.createFromArray(new float[][] {{2}, {-1}, {1}, {3}});
        for (int step = 0; step < 50; step++) {
            graph.fit(new DataSet(a, y));
        }
        return weights.getArr().toFloatVector();
    }
}
