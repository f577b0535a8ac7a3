package io.reprise.launcher;

/**
 * Brings in the Vector API, which the tensor service's SIMD kernels use. {@code --add-modules jdk.incubator.vector} would do
 * the same, but prints a warning on every user's screen and costs 50 ms, since the JDK's archived module graph cannot be
 * used then. So the module is loaded as the JDK itself loads its management agent late; the jar's manifest
 * exports the package that does it. Kernels are as fast either way.
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Loads the module; without it the tensor service says so and computes with its scalar kernels. */
    static boolean load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return true;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
            return true;
        } catch (ReflectiveOperationException | LinkageError notInThisJvm) {
            return false;
        }
    }
}
