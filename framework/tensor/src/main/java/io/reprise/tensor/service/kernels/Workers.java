package io.reprise.tensor.service.kernels;

import io.reprise.api.RepriseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that share big operations: one pool for all runs of a tensor service. An operation is divided into parts that
 * depend on its sizes alone, and each part is computed in one go by whichever thread is free; so the number of threads changes
 * nothing in the results. The thread that asks always works too, so that it never waits for others to begin, and one part of
 * each waiting operation is taken in turn, so that a long operation of one run does not keep the others waiting.
 */
public final class Workers implements AutoCloseable {
    /** System property: how many threads may compute one operation. */
    public static final String PROPERTY = "reprise.threads";

    /** Elements of a part of an operation element by element: some tens of microseconds, far more than handing it over costs. */
    static final int PART = 1 << 16;

    /** Below so many elements waking a thread costs more than it saves. */
    private static final int LEAST = 4 * PART;

    private static final int MOST_THREADS = 256;

    /** Whether this thread computes a part: what it asks for then it does itself. */
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition offered = lock.newCondition();
    private final Condition finished = lock.newCondition();
    /** Operations with parts that nobody has begun; guarded by the lock, like all that follows. */
    private final ArrayDeque<Operation> waiting = new ArrayDeque<>();

    private final List<Thread> helpers = new ArrayList<>();
    private boolean closed;

    /** A pool of so many threads, the one that asks included; none is started before there is work for it. */
    public Workers(int threads) {
        this.threads = threads;
    }

    /** No threads but the one that asks. */
    public static Workers none() {
        return new Workers(1);
    }

    /**
     * As many threads as {@link #PROPERTY} says, by default one.
     *
     * @throws RepriseException if it says no number of threads
     */
    public static Workers configured() {
        String asked = System.getProperty(PROPERTY, "1");
        try {
            int threads = Integer.parseInt(asked.strip());
            if (threads >= 1 && threads <= MOST_THREADS) {
                return new Workers(threads);
            }
        } catch (NumberFormatException e) {
            // Said below, as for numbers out of range.
        }
        throw RepriseException.problem("There cannot be " + asked + " threads")
                .at("-D" + PROPERTY)
                .expected("a number from 1 to " + MOST_THREADS);
    }

    /** How many threads may compute one operation. */
    public int threads() {
        return threads;
    }

    /** One part of an operation. */
    @FunctionalInterface
    interface Part {
        /** Computes a part, by its number from 0. */
        void compute(int part);
    }

    /** A loop over some of the elements or rows of an operation. */
    @FunctionalInterface
    interface Loop {
        /** Goes from one index, included, to another, excluded. */
        void over(int from, int to);
    }

    private static final class Operation {
        final Part part;
        final int parts;
        int begun;
        int running;
        Throwable failure;

        Operation(int parts, Part part) {
            this.parts = parts;
            this.part = part;
        }
    }

    /** Goes over {@code count} things of {@code elements} elements each, in parts if they are many. */
    void loop(int count, long elements, Loop loop) {
        long all = count * elements;
        if (all < LEAST || count == 1) {
            loop.over(0, count);
            return;
        }
        int length = (int) Math.max(1, PART / elements);
        int parts = (count + length - 1) / length;
        compute(parts, part -> loop.over(part * length, Math.min(count, (part + 1) * length)));
    }

    /**
     * Computes all parts, in any order, and returns when they are done. What a part throws is thrown here, and parts that have
     * not begun then never do.
     */
    void compute(int parts, Part part) {
        if (threads == 1 || parts <= 1 || working.get()) {
            for (int i = 0; i < parts; i++) {
                part.compute(i);
            }
            return;
        }
        Operation operation = new Operation(parts, part);
        offer(operation);
        working.set(true);
        try {
            for (int i = next(operation); i >= 0; i = next(operation)) {
                perform(operation, i);
            }
        } finally {
            working.set(false);
        }
        await(operation);
    }

    private void offer(Operation operation) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.addLast(operation);
            while (helpers.size() < threads - 1) {
                // No thread keeps what started it: neither a bundle's class loader nor a run's inherited values.
                Thread helper = new Thread(null, this::help, "reprise-tensor-" + (helpers.size() + 1), 0, false);
                helper.setContextClassLoader(Workers.class.getClassLoader());
                helper.setDaemon(true);
                helpers.add(helper);
                helper.start();
            }
            offered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next part that nobody has begun, or -1. */
    private int next(Operation operation) {
        lock.lock();
        try {
            return begin(operation);
        } finally {
            lock.unlock();
        }
    }

    private int begin(Operation operation) {
        if (operation.begun == operation.parts) {
            return -1;
        }
        int part = operation.begun++;
        operation.running++;
        if (operation.begun == operation.parts) {
            waiting.remove(operation);
        }
        return part;
    }

    private void perform(Operation operation, int part) {
        Throwable failure = null;
        try {
            operation.part.compute(part);
        } catch (Throwable e) {
            failure = e;
        }
        lock.lock();
        try {
            operation.running--;
            if (failure != null) {
                if (operation.failure == null) {
                    operation.failure = failure;
                }
                operation.begun = operation.parts;
                waiting.remove(operation);
            }
            if (operation.running == 0 && operation.begun == operation.parts) {
                finished.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for parts that others have begun. They are short, so an interruption waits too, and is kept. */
    private void await(Operation operation) {
        lock.lock();
        try {
            while (operation.running > 0) {
                finished.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (operation.failure instanceof Error error) {
            throw error;
        }
        if (operation.failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void help() {
        working.set(true);
        while (true) {
            Operation operation;
            int part;
            lock.lock();
            try {
                while (!closed && waiting.isEmpty()) {
                    offered.awaitUninterruptibly();
                }
                if (closed) {
                    return;
                }
                operation = waiting.pollFirst();
                // Back to the end of the queue, unless this is its last part.
                waiting.addLast(operation);
                part = begin(operation);
            } finally {
                lock.unlock();
            }
            perform(operation, part);
        }
    }

    /** Ends the threads; whoever still asks does all parts alone. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            offered.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
