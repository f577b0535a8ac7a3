package io.reprise.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What each work costs all threads of this process together, those of libtorch, of the garbage collector and of the compiler
 * too. Unlike the time that passes, it hardly depends on what else the machine does.
 */
public final class ProcessorTime implements InternalProfiler {
    static final String LABEL = "processor";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long before;

    @Override
    public String getDescription() {
        return "processor time of the process";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double microseconds = (system.getProcessCpuTime() - before) / 1e3;
        long works = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(LABEL, microseconds / works, "us/op", AggregationPolicy.AVG));
    }
}
