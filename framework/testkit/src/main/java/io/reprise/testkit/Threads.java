package io.reprise.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that run now, to find those that something leaves behind. */
final class Threads {
    private static final Duration TIME_TO_END = Duration.ofSeconds(2);

    private final Set<Thread> before;

    private Threads(Set<Thread> before) {
        this.before = before;
    }

    static Threads now() {
        return new Threads(Thread.getAllStackTraces().keySet());
    }

    /** The names of threads that have come since and do not end when given the time to. */
    List<String> left() throws InterruptedException {
        Set<Thread> more = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !ofThePlatform(thread))
                .collect(Collectors.toSet());
        for (Thread thread : more) {
            thread.join(TIME_TO_END.toMillis());
        }
        return more.stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** Threads that the JVM, JavaCPP or the tensor service start once and keep, whoever uses them first. */
    private static boolean ofThePlatform(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup")
                || thread.getName().startsWith("JavaCPP")
                || thread.getName().startsWith("reprise-tensor");
    }
}
