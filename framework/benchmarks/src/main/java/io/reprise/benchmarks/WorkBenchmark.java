package io.reprise.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A work, done over and over by one of the competitors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WorkBenchmark {
    /** Its name in {@link Works}. */
    @Param("")
    public String work;

    /** Whether we do it. */
    @Param({"true", "false"})
    public boolean ours;

    private Side side;

    /** Makes what it works on. */
    @Setup
    public void open() {
        Work found = Works.named(work);
        side = (ours ? found.ours() : found.other()).get();
    }

    /** Lets it go. */
    @TearDown
    public void close() {
        side.close();
    }

    /** The work once. */
    @Benchmark
    public Object once() {
        return side.run();
    }
}
