package io.reprise.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures each work on the tensor service and in libtorch, one after the other in one JMH run, one thread each, and prints
 * a line for each: both times, and libtorch's over ours (above 1: ours is faster).
 *
 * <p>Twice, in processes of their own: with OpenBLAS as it chooses its kernels for this CPU, and held to those for Haswell,
 * since libtorch's MKL uses no AVX-512 on CPUs that are not Intel's.
 */
public final class AgainstLibtorch {
    private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
    private static final String ONE_PASS = "--one-pass";

    private AgainstLibtorch() {}

    /**
     * Measures.
     *
     * @param arguments a folder for the libraries that DJL and JavaCPP unpack; and, if wanted, a work's name or a part of it
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        List<String> given = new ArrayList<>(List.of(arguments));
        boolean onePass = given.remove(ONE_PASS);
        if (given.isEmpty()) {
            throw new IllegalArgumentException("give a folder for native libraries");
        }
        Path natives = Path.of(given.get(0)).toAbsolutePath();
        String work = given.size() > 1 ? given.get(1) : "";
        if (onePass) {
            print(measure(natives, work));
        } else {
            pass("OpenBLAS's own choice of kernels", null, given);
            pass("OpenBLAS held to its Haswell kernels", "Haswell", given);
        }
    }

    /** The environment cannot be changed from inside a process, and those of JMH inherit it. */
    private static void pass(String title, String coreType, List<String> arguments)
            throws IOException, InterruptedException {
        System.out.println(title);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AgainstLibtorch.class.getName(),
                ONE_PASS));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = process.environment();
        environment.keySet().removeAll(List.of(CORE_TYPE, "OPENBLAS_L2_SIZE"));
        environment.putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1"));
        if (coreType != null) {
            environment.put(CORE_TYPE, coreType);
        }
        int exit = process.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the measurement ended with the exit status " + exit);
        }
    }

    private static Collection<RunResult> measure(Path natives, String work) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(AgainstLibtorchBenchmark.class.getSimpleName() + ".*_.*" + work)
                        .forks(1)
                        .threads(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(3))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .jvmArgs(
                                "--add-modules=jdk.incubator.vector",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-XX:+UseParallelGC",
                                // No library comes from the network, and none goes to the user's folder.
                                "-Dai.djl.offline=true",
                                "-DOPT_OUT_TRACKING=true",
                                "-DENGINE_CACHE_DIR=" + natives.resolve("djl"),
                                "-DDJL_CACHE_DIR=" + natives.resolve("djl"),
                                "-Dorg.bytedeco.javacpp.cachedir=" + natives.resolve("javacpp"),
                                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                                "-Dai.djl.pytorch.num_threads=1",
                                "-Dai.djl.pytorch.num_interop_threads=1")
                        .build())
                .run();
    }

    private record Time(double mean, double error) {}

    private static void print(Collection<RunResult> results) {
        Map<String, Map<String, Time>> works = new TreeMap<>();
        for (RunResult result : results) {
            String label = result.getPrimaryResult().getLabel();
            int underscore = label.indexOf('_');
            works.computeIfAbsent(label.substring(underscore + 1), name -> new TreeMap<>())
                    .put(
                            label.substring(0, underscore),
                            new Time(
                                    result.getPrimaryResult().getScore(),
                                    result.getPrimaryResult().getScoreError()));
        }
        System.out.printf(Locale.ROOT, "%-12s %24s %24s %8s%n", "work", "ours [us]", "libtorch [us]", "ratio");
        works.forEach((work, times) -> {
            Time ours = times.get("ours");
            Time libtorch = times.get("libtorch");
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %14.1f +- %6.1f %14.1f +- %6.1f %8.2f%n",
                    work,
                    ours.mean(),
                    ours.error(),
                    libtorch.mean(),
                    libtorch.error(),
                    libtorch.mean() / ours.mean());
        });
        System.out.println();
    }
}
