package io.reprise.tensor.service.memory;

import java.lang.management.ManagementFactory;

/** How much memory this machine has for tensors. */
final class MachineMemory {
    /** A heap may be allowed to grow to nearly all memory; tensors get a part of it all the same. */
    private static final long LEAST_PART = 4;

    /** What is assumed where Java doesn't tell: what the smallest of today's machines have. */
    private static final long UNKNOWN = 4L << 30;

    private MachineMemory() {}

    /**
     * The physical memory, or what the container allows if that is less, without the largest heap that Java may take; at least
     * a quarter of it.
     */
    static long forTensors() {
        long all = total();
        return Math.max(all / LEAST_PART, all - Runtime.getRuntime().maxMemory());
    }

    private static long total() {
        try {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.OperatingSystemMXBean system
                    ? system.getTotalMemorySize()
                    : UNKNOWN;
        } catch (LinkageError e) {
            // A Java without the module jdk.management, which is allowed to be missing.
            return UNKNOWN;
        }
    }
}
