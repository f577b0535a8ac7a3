package io.reprise.embodied.sortingmorphogenesis;

import java.util.ArrayList;
import java.util.List;

/**
 * The textbook algorithms on faulty hardware: they direct from above, and don't notice when an exchange fails. It fails if the
 * element that is moved is frozen: the left one of the two for bubble sort, the one that is inserted, the least one for
 * selection sort; or, where frozen elements can't be moved, if either is. Being frozen goes with the element.
 */
final class TraditionalSorting {
    private final Arrangement start;
    private final boolean frozenCanBeMoved;
    private final boolean recorded;
    private final int[] cellAt;
    private final List<int[]> frames = new ArrayList<>();
    private long swaps;
    private long comparisons;

    private TraditionalSorting(Arrangement start, boolean frozenCanBeMoved, boolean recorded) {
        this.start = start;
        this.frozenCanBeMoved = frozenCanBeMoved;
        this.recorded = recorded;
        cellAt = new int[start.size()];
        for (int i = 0; i < cellAt.length; i++) {
            cellAt[i] = i;
        }
        frames.add(cellAt.clone());
    }

    /** Sorts all elements by one algorithm. */
    static Trace run(CellType algorithm, Arrangement start, boolean frozenCanBeMoved, boolean recorded) {
        TraditionalSorting sorting = new TraditionalSorting(start, frozenCanBeMoved, recorded);
        switch (algorithm) {
            case BUBBLE -> sorting.bubble();
            case INSERTION -> sorting.insertion();
            case SELECTION -> sorting.selection();
        }
        if (!recorded) {
            sorting.frames.add(sorting.cellAt.clone());
        }
        return new Trace(start, sorting.frames, sorting.swaps, sorting.comparisons, sorting.comparisons, true);
    }

    private void bubble() {
        for (int last = cellAt.length - 1; last > 0; last--) {
            for (int i = 0; i < last; i++) {
                if (isLess(i + 1, i)) {
                    swap(i, i + 1);
                }
            }
        }
    }

    private void insertion() {
        for (int i = 1; i < cellAt.length; i++) {
            int place = i;
            while (place > 0 && isLess(place, place - 1) && swap(place, place - 1)) {
                place--;
            }
        }
    }

    private void selection() {
        for (int i = 0; i < cellAt.length - 1; i++) {
            int least = i;
            for (int j = i + 1; j < cellAt.length; j++) {
                if (isLess(j, least)) {
                    least = j;
                }
            }
            if (least != i) {
                swap(least, i);
            }
        }
    }

    private boolean isLess(int a, int b) {
        comparisons++;
        return start.values()[cellAt[a]] < start.values()[cellAt[b]];
    }

    private boolean swap(int moving, int other) {
        boolean[] frozen = start.frozen();
        if (frozen[cellAt[moving]] || (!frozenCanBeMoved && frozen[cellAt[other]])) {
            return false;
        }
        int cell = cellAt[moving];
        cellAt[moving] = cellAt[other];
        cellAt[other] = cell;
        swaps++;
        if (recorded) {
            frames.add(cellAt.clone());
        }
        return true;
    }
}
