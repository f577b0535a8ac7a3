package io.reprise.engine.internal.home;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written of the process that does some work, so that others see whether it still does. */
public final class ProcessMark {
    private ProcessMark() {}

    /** This process, as plain values. */
    public static Map<String, Object> own() {
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("pid", ProcessHandle.current().pid());
        process.put(
                "started",
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Instant::toString)
                        .orElse(""));
        return process;
    }

    /** Whether a process that was written so is still there. One that has the number but began at another time is another one. */
    public static boolean alive(Map<?, ?> process) {
        long pid = process.get("pid") instanceof Number number ? number.longValue() : 0;
        String started = process.get("started") instanceof String text ? text : "";
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> started.isEmpty()
                        || handle.info()
                                .startInstant()
                                .map(instant -> Duration.between(Instant.parse(started), instant)
                                                .abs()
                                                .compareTo(Duration.of(2, ChronoUnit.SECONDS))
                                        < 0)
                                .orElse(true))
                .isPresent();
    }
}
