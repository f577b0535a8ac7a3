package io.reprise.testkit;

import io.reprise.tensor.TensorService;
import io.reprise.tensor.service.NativeTensorService;

/** The tensor service of the test's JVM: one for all runs, as in the runtime, so that memory left behind by one shows. */
final class TestTensors {
    private static final TensorService SERVICE = new NativeTensorService();

    private TestTensors() {}

    static TensorService service() {
        return SERVICE;
    }
}
