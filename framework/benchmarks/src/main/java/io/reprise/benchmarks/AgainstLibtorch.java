package io.reprise.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures each work on the tensor service and in libtorch, one after the other in one process, and prints a line for each:
 * both times, and the other's over ours (above 1: ours is faster), beside what we mean to reach.
 *
 * <p>With one thread and with two, and twice: with OpenBLAS as it chooses its kernels for this CPU, and held to those for
 * Haswell, since libtorch's MKL uses no AVX-512 on CPUs that are not Intel's. The second pass leaves out works that OpenBLAS
 * has no part in. The tables also go to files, as Markdown and as CSV.
 */
public final class AgainstLibtorch {
    private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
    private static final String HASWELL = "Haswell";

    private final Path target;
    private final List<Work> works;
    private final List<Integer> threads;
    private final List<String> failed = new ArrayList<>();
    private final StringBuilder markdown = new StringBuilder();
    private final StringBuilder csv = new StringBuilder(
            "kernels,threads,work,ours_us,ours_passed_us,peer,peer_us,peer_passed_us,ratio,target,met\n");

    private AgainstLibtorch(Path target, List<Work> works, List<Integer> threads) {
        this.target = target;
        this.works = works;
        this.threads = threads;
    }

    /**
     * Measures.
     *
     * @param arguments a folder for the tables and for the libraries that DJL and JavaCPP unpack; the numbers of threads,
     *     separated by commas; and, if wanted, a work's name or a part of it
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("give a folder and the numbers of threads");
        }
        String part = arguments.length > 2 ? arguments[2] : "";
        List<Work> works =
                Works.all().stream().filter(work -> work.name().contains(part)).toList();
        if (works.isEmpty()) {
            throw new IllegalArgumentException("no work's name contains " + part + "; there are "
                    + Works.all().stream().map(Work::name).toList());
        }
        List<Integer> threads =
                Stream.of(arguments[1].split(",")).map(Integer::valueOf).toList();
        AgainstLibtorch comparison = new AgainstLibtorch(Path.of(arguments[0]).toAbsolutePath(), works, threads);
        comparison.measure();
        if (!comparison.failed.isEmpty()) {
            throw new IllegalStateException("not measured: " + comparison.failed);
        }
    }

    private void measure() throws IOException, InterruptedException {
        String machine = processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + ", Java " + Runtime.version().feature();
        print("Measured on: " + machine);
        markdown.append("Measured on: ").append(machine).append(".\n");
        for (int count : threads) {
            pass("OpenBLAS's own choice of kernels", null, count, works);
        }
        List<Work> withBlas = works.stream().filter(Work::usesBlas).toList();
        for (int count : withBlas.isEmpty() ? List.<Integer>of() : threads) {
            pass("OpenBLAS held to its kernels for Haswell", HASWELL, count, withBlas);
        }
        Files.writeString(target.resolve("speed.md"), markdown);
        Files.writeString(target.resolve("speed.csv"), csv);
        print("The tables are in " + target.resolve("speed.md") + " and " + target.resolve("speed.csv"));
    }

    private static String processor() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : Files.readAllLines(cpuinfo)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return fields.getOrDefault("model name", System.getProperty("os.arch")) + " (family "
                + fields.getOrDefault("cpu family", "?") + ", model " + fields.getOrDefault("model", "?") + ")";
    }

    private void pass(String kernels, String coreType, int count, List<Work> measured)
            throws IOException, InterruptedException {
        String title = kernels + ", " + (count == 1 ? "one thread" : count + " threads");
        print("\n" + title);
        print(String.format(
                Locale.ROOT,
                "%-24s %14s %14s %8s %8s %5s",
                "work",
                "ours [us]",
                "libtorch [us]",
                "ratio",
                "target",
                ""));
        markdown.append("\n### ").append(title).append("\n\n");
        markdown.append("| work | ours [µs] | libtorch [µs] | ratio | target | met |\n");
        markdown.append("| --- | ---: | ---: | ---: | ---: | --- |\n");
        for (Work work : measured) {
            Measurement.Times times;
            try {
                times = fork(work, coreType, count);
            } catch (IllegalStateException e) {
                print(e.getMessage());
                failed.add(work.name());
                continue;
            }
            // Threads that wait in a loop cost processor time and take nobody's time, so several are judged by the
            // clock.
            double ours = count == 1 ? times.ours() : times.oursPassed();
            double other = count == 1 ? times.other() : times.otherPassed();
            double ratio = other / ours;
            boolean met = ratio >= work.target();
            String name =
                    work.peer() == Work.Peer.LIBTORCH ? work.name() : work.name() + " (" + work.peer().title + ")";
            print(String.format(
                    Locale.ROOT,
                    "%-24s %14.2f %14.2f %8.2f %8.2f %5s",
                    work.name(),
                    ours,
                    other,
                    ratio,
                    work.target(),
                    met ? "met" : "-"));
            markdown.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %.2f | %.2f | %.2f | %.2f | %s |%n",
                    name,
                    ours,
                    other,
                    ratio,
                    work.target(),
                    met ? "yes" : "no"));
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%s,%.3f,%.3f,%s,%.3f,%.3f,%.3f,%.2f,%b%n",
                    coreType == null ? "own" : coreType,
                    count,
                    work.name(),
                    times.ours(),
                    times.oursPassed(),
                    work.peer().name().toLowerCase(Locale.ROOT),
                    times.other(),
                    times.otherPassed(),
                    ratio,
                    work.target(),
                    met));
        }
    }

    /** The environment cannot be changed from inside a process. */
    private Measurement.Times fork(Work work, String coreType, int count) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                // As Reprise starts.
                "-XX:CompileCommandFile=" + System.getProperty("kernels.compile"),
                // No library comes from the network, and none goes to the user's folder.
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-DENGINE_CACHE_DIR=" + target.resolve("djl"),
                "-DDJL_CACHE_DIR=" + target.resolve("djl"),
                "-Dorg.bytedeco.javacpp.cachedir=" + target.resolve("javacpp"),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dai.djl.pytorch.num_threads=" + count,
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-D" + Measurement.THREADS + "=" + count,
                "-cp",
                System.getProperty("java.class.path"),
                Measurement.class.getName(),
                work.name()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of(CORE_TYPE, "OPENBLAS_L2_SIZE"));
        environment.put("OMP_NUM_THREADS", Integer.toString(count));
        environment.put("MKL_NUM_THREADS", Integer.toString(count));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(count));
        if (coreType != null) {
            environment.put(CORE_TYPE, coreType);
        }
        Process process = builder.start();
        Measurement.Times times = null;
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Measurement.Times found = Measurement.Times.read(line);
                times = found == null ? times : found;
                said.append(line).append('\n');
            }
        }
        int exit = process.waitFor();
        if (times == null || exit != 0) {
            throw new IllegalStateException(
                    "measuring " + work.name() + " ended with the exit status " + exit + ":\n" + said);
        }
        return times;
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
