package io.reprise.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/** A work in libtorch, by DJL's operations. */
abstract class Torch implements Side {
    final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    final NDArray array(float[] values, long... sizes) {
        return manager.create(values, new Shape(sizes));
    }

    final NDArray indices(int[] values, long... sizes) {
        return manager.create(values, new Shape(sizes)).toType(DataType.INT64, false);
    }

    /** Does the work once; the results to compare, which the caller closes. */
    abstract List<NDArray> compute();

    /** The gradients of a scalar go to the arrays that ask for them. */
    static void backward(NDArray loss) {
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    @Override
    public Object run() {
        List<NDArray> results = compute();
        results.forEach(NDArray::close);
        return results;
    }

    @Override
    public List<float[]> results() {
        List<float[]> results = new ArrayList<>();
        for (NDArray result : compute()) {
            results.add(result.toFloatArray());
            result.close();
        }
        return results;
    }

    @Override
    public void close() {
        manager.close();
    }
}
