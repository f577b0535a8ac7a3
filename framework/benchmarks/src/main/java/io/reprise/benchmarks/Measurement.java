package io.reprise.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One work, done by both in this process, which {@link AgainstLibtorch} has started with the environment that it wants: first
 * the results are compared, then both are measured with JMH.
 */
public final class Measurement {
    /** System property of ours: how many threads may compute. */
    static final String THREADS = "reprise.threads";

    private static final String MARK = "measured";

    /** What one work took, in microseconds. */
    record Times(double ours, double oursPassed, double other, double otherPassed) {
        /** As a line that {@link #read} reads. */
        String line() {
            return String.format(Locale.ROOT, "%s %f %f %f %f", MARK, ours, oursPassed, other, otherPassed);
        }

        /** What a process printed, or null if the line is another one. */
        static Times read(String line) {
            String[] parts = line.split(" ");
            return parts.length == 5 && parts[0].equals(MARK)
                    ? new Times(
                            Double.parseDouble(parts[1]),
                            Double.parseDouble(parts[2]),
                            Double.parseDouble(parts[3]),
                            Double.parseDouble(parts[4]))
                    : null;
        }
    }

    private Measurement() {}

    /**
     * Measures one work and prints its {@link Times}.
     *
     * @param arguments its name
     */
    public static void main(String[] arguments) throws RunnerException {
        Work work = Works.named(arguments[0]);
        compare(work);
        RunResult ours = measure(work, true);
        RunResult other = measure(work, false);
        System.out.println(new Times(processor(ours), passed(ours), processor(other), passed(other)).line());
        // libtorch's threads would wait for work for ever.
        System.exit(0);
    }

    private static void compare(Work work) {
        try (Side ours = work.ours().get();
                Side other = work.other().get()) {
            List<float[]> own = ours.results();
            List<float[]> expected = other.results();
            require(own.size() == expected.size(), work, own.size() + " results and " + expected.size());
            for (int i = 0; i < own.size(); i++) {
                require(
                        own.get(i).length == expected.get(i).length,
                        work,
                        "result " + i + " has " + own.get(i).length + " numbers and " + expected.get(i).length);
                double distance = distance(own.get(i), expected.get(i));
                require(distance <= work.tolerance(), work, "result " + i + " is " + distance + " apart");
            }
        }
    }

    /** The norm of the difference over the norm. */
    private static double distance(float[] own, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < own.length; i++) {
            difference += Math.pow(own[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return difference == 0 ? 0 : Math.sqrt(difference / norm);
    }

    private static void require(boolean agreed, Work work, String found) {
        if (!agreed) {
            throw new IllegalStateException(work.name() + ": the competitors do not compute the same: " + found);
        }
    }

    private static RunResult measure(Work work, boolean ours) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(WorkBenchmark.class.getName())
                        .param("work", work.name())
                        .param("ours", Boolean.toString(ours))
                        // The environment and the options of this process are those to measure in.
                        .forks(0)
                        .threads(1)
                        // Java's compiler must be done with ours: what a training run takes too.
                        .warmupIterations(ours ? 8 : 2)
                        .warmupTime(TimeValue.milliseconds(ours ? 700 : 400))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(400))
                        .addProfiler(ProcessorTime.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.iterator().next();
    }

    private static double processor(RunResult result) {
        return result.getSecondaryResults().get(ProcessorTime.LABEL).getScore();
    }

    private static double passed(RunResult result) {
        return result.getPrimaryResult().getScore();
    }
}
