package io.reprise.nd4j;

/**
 * The ND4J that is running, for {@code reprise doctor} and the records of runs.
 *
 * @param version of ND4J, for instance {@code 1.0.0-M2.1}
 * @param backend the kind of device that computes, for instance {@code CpuBackend}
 * @param blas the library that multiplies matrices, for instance {@code OPENBLAS}
 * @param devices how many devices there are
 * @param threads the most threads that one operation uses
 */
public record Nd4jInfo(String version, String backend, String blas, int devices, int threads) {
    /** All of it in a line. */
    @Override
    public String toString() {
        return "ND4J " + version + ", " + backend + " with " + blas + ", devices: " + devices + ", threads: " + threads;
    }
}
