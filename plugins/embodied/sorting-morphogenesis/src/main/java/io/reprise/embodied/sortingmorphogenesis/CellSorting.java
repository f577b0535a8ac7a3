package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.CancelledException;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the cells of an array take their turns until none wants to move. */
final class CellSorting {
    /** Who is next. */
    enum Schedule {
        /** Any cell, in each tick. */
        RANDOM,
        /** All cells in a random order, each several times in a row: as a lock that is handed to the same thread again. */
        BURST,
        /** A thread for each cell, as in the authors' code; what happens depends on the machine and is never the same twice. */
        THREADS
    }

    /** After so many ticks without any change every cell has surely had its turn; those that wait for others are at rest. */
    private static final long MOST_TICKS = 200_000_000;

    /** Ticks between two looks at whether the run was cancelled. */
    private static final long TICKS_AT_ONCE = 1 << 16;

    private final CellArray array;
    private final Arrangement start;
    private final Runnable checkCancelled;
    private final long mostSwaps;
    private final boolean recorded;
    private final List<int[]> frames = new ArrayList<>();
    private long ticks;
    private boolean settled;
    private boolean done;

    private CellSorting(
            Arrangement start, boolean frozenCanBeMoved, long mostSwaps, boolean recorded, Runnable checkCancelled) {
        this.start = start;
        this.checkCancelled = checkCancelled;
        this.mostSwaps = mostSwaps;
        this.recorded = recorded;
        array = new CellArray(start, frozenCanBeMoved);
        frames.add(array.cells());
        checkWhetherDone();
    }

    /**
     * Runs to the end: no active cell wants to move, or an array with several rules or directions is sorted, or there were too
     * many exchanges.
     *
     * @param burst how often in a row a cell has its turn, for {@link Schedule#BURST}
     * @param mostSwaps after so many exchanges it is stopped
     * @param recorded whether to keep the array after each exchange
     * @param checkCancelled throws if the run is to end, called now and then
     */
    static Trace run(
            Arrangement start,
            boolean frozenCanBeMoved,
            Schedule schedule,
            int burst,
            long mostSwaps,
            boolean recorded,
            RandomSource random,
            Runnable checkCancelled) {
        CellSorting sorting = new CellSorting(start, frozenCanBeMoved, mostSwaps, recorded, checkCancelled);
        switch (schedule) {
            case RANDOM -> sorting.runRandomly(random);
            case BURST -> sorting.runInBursts(burst, random);
            case THREADS -> sorting.runThreads(random);
        }
        if (!recorded) {
            sorting.frames.add(sorting.array.cells());
        }
        return new Trace(
                start,
                sorting.frames,
                sorting.array.swaps(),
                sorting.ticks,
                sorting.array.comparisons(),
                sorting.settled);
    }

    private void runRandomly(RandomSource random) {
        while (!done) {
            checkNowAndThen();
            tick(random.nextInt(start.size()), (random.nextLong() & 1) == 0);
        }
    }

    private void runInBursts(int burst, RandomSource random) {
        while (!done) {
            for (int cell : random.permutation(start.size())) {
                for (int i = 0; i < burst && !done; i++) {
                    checkNowAndThen();
                    tick(cell, (random.nextLong() & 1) == 0);
                }
            }
        }
    }

    private void runThreads(RandomSource random) {
        ReentrantLock turn = new ReentrantLock();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            if (start.frozen()[i]) {
                continue;
            }
            int cell = i;
            RandomSource coins = random.split(cell);
            Thread thread = new Thread(() -> takeTurns(cell, coins, turn), "cell-" + cell);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    checkCancelled.run();
                    thread.join(100);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            end(turn);
        }
    }

    /** Sends the threads home, wherever they are. */
    private void end(ReentrantLock turn) {
        turn.lock();
        try {
            done = true;
        } finally {
            turn.unlock();
        }
    }

    private void checkNowAndThen() {
        if (ticks % TICKS_AT_ONCE == 0) {
            checkCancelled.run();
        }
    }

    private void takeTurns(int cell, RandomSource coins, ReentrantLock turn) {
        boolean goOn = true;
        while (goOn) {
            turn.lock();
            try {
                if (!done) {
                    tick(cell, (coins.nextLong() & 1) == 0);
                }
                goOn = !done;
            } finally {
                turn.unlock();
            }
        }
    }

    private void tick(int cell, boolean lookRight) {
        long before = array.swaps();
        ticks++;
        boolean changed = array.move(cell, lookRight);
        if (recorded && array.swaps() != before) {
            frames.add(array.cells());
        }
        if (changed || ticks >= MOST_TICKS) {
            checkWhetherDone();
        }
    }

    private void checkWhetherDone() {
        settled = array.isAtRest() || (start.isChimeric() && array.isSorted());
        done = settled || array.swaps() >= mostSwaps || ticks >= MOST_TICKS;
    }
}
