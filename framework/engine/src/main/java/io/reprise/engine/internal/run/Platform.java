package io.reprise.engine.internal.run;

import io.reprise.tensor.TensorService;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run runs on. */
final class Platform {
    private Platform() {}

    /** Java, the operating system, and what the tensor service computes with. Loads the native libraries. */
    static Map<String, String> describe(String executor, TensorService tensors) {
        Map<String, String> platform = new LinkedHashMap<>();
        platform.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        platform.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        platform.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        platform.put("executor", executor);
        platform.putAll(tensors.platform());
        return platform;
    }
}
