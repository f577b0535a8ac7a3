package io.reprise.embodied.sortingmorphogenesis;

/**
 * An array whose cells sort themselves (Zhang, Goldstein, Levin 2023): no one directs them, and each sees its own value, its
 * place and the cell that its rule looks at.
 *
 * <p>Classical sorting algorithms move the elements of an array from above and trust that each move succeeds. Here each cell
 * carries out the algorithm's rule by itself whenever its turn comes, and some cells are frozen: they never move by
 * themselves, though others may move them. The array's way to order is then like that of a tissue that heals.
 *
 * <p>With {@code a[p]} the value at place p, a cell of value v at place p does in its turn
 * <pre>
 *   bubble      coin: exchange with p + 1 if a[p+1] &lt; v, or with p - 1 if a[p-1] &gt; v
 *   insertion   if a[0..p-1] ascends: exchange with p - 1 if a[p-1] &gt; v
 *   selection   t = its ideal place, at first 0: if v &gt;= a[t] it tries t + 1 next, else it exchanges with t
 * </pre>
 * and reversed cells the mirror image. Where selection finds a frozen cell at t, it tries t + 1 next, and still exchanges with
 * it if that one is larger. A frozen cell in the row that insertion checks is passed over. The rules are those of the authors'
 * {@code BubbleSortCell.py}, {@code InsertionSortCell.py} and {@code SelectionSortCell.py}, side effects included.
 */
final class CellArray {
    private static final int AFTER_FROZEN = -1;

    private final int n;
    // By cell: its number is its place at the start.
    private final int[] value;
    private final CellType[] type;
    private final boolean[] frozen;
    private final boolean[] reversed;
    private final int[] ideal;
    private final int[] placeOf;
    // By place.
    private final int[] cellAt;

    private final boolean frozenCanBeMoved;
    private long swaps;
    private long comparisons;

    /**
     * An array before the first move.
     *
     * @param frozenCanBeMoved whether others can move a frozen cell
     */
    CellArray(Arrangement start, boolean frozenCanBeMoved) {
        n = start.size();
        value = start.values().clone();
        type = start.types().clone();
        frozen = start.frozen().clone();
        reversed = start.reversed().clone();
        this.frozenCanBeMoved = frozenCanBeMoved;
        ideal = new int[n];
        placeOf = new int[n];
        cellAt = new int[n];
        for (int i = 0; i < n; i++) {
            placeOf[i] = i;
            cellAt[i] = i;
            ideal[i] = reversed[i] ? n - 1 : 0;
        }
    }

    int size() {
        return n;
    }

    /** The cell at a place. */
    int cellAt(int place) {
        return cellAt[place];
    }

    /** The cells, left to right. */
    int[] cells() {
        return cellAt.clone();
    }

    private int valueAt(int place) {
        return value[cellAt[place]];
    }

    /** The exchanges so far. */
    long swaps() {
        return swaps;
    }

    /** The comparisons of two values so far. */
    long comparisons() {
        return comparisons;
    }

    /**
     * A cell's turn.
     *
     * @param lookRight the coin of bubble cells
     * @return whether anything has changed: two cells have exchanged their places, or this one its ideal place
     */
    boolean move(int cell, boolean lookRight) {
        if (frozen[cell]) {
            return false;
        }
        return switch (type[cell]) {
            case BUBBLE -> moveBubble(cell, lookRight);
            case INSERTION -> moveInsertion(cell);
            case SELECTION -> moveSelection(cell);
        };
    }

    private boolean moveBubble(int cell, boolean lookRight) {
        int place = placeOf[cell];
        int other = lookRight ? place + 1 : place - 1;
        if (other < 0 || other >= n) {
            return false;
        }
        comparisons++;
        return isWrongOrder(cell, Math.min(place, other)) && swap(cell, other);
    }

    /** Whether the cells at a place and right of it are in the wrong order for a cell. */
    private boolean isWrongOrder(int cell, int left) {
        return reversed[cell] ? valueAt(left) < valueAt(left + 1) : valueAt(left) > valueAt(left + 1);
    }

    private boolean moveInsertion(int cell) {
        int place = placeOf[cell];
        int ordered = orderedBefore(cell);
        comparisons += Math.min(ordered + 1, place);
        return place > 0 && ordered == place && isWrongOrder(cell, place - 1) && swap(cell, place - 1);
    }

    /** How many of the cells left of a cell are in order, from the first on. */
    private int orderedBefore(int cell) {
        int before = reversed[cell] ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (int i = 0; i < placeOf[cell]; i++) {
            int other = cellAt[i];
            if (frozen[other]) {
                // In the authors' code in both directions: so nothing larger may follow where the order descends.
                before = AFTER_FROZEN;
                continue;
            }
            if (reversed[cell] ? value[other] > before : value[other] < before) {
                return i;
            }
            before = value[other];
        }
        return placeOf[cell];
    }

    private boolean moveSelection(int cell) {
        int wanted = ideal[cell];
        if (wanted < 0 || wanted >= n) {
            return false;
        }
        int target = cellAt[wanted];
        int next = reversed[cell] ? wanted - 1 : wanted + 1;
        if (frozen[target]) {
            ideal[cell] = next;
            comparisons++;
            if (value[cell] < value[target]) {
                swap(cell, wanted);
            }
            return true;
        }
        if (placeOf[cell] == wanted) {
            return false;
        }
        comparisons++;
        if (value[cell] >= value[target]) {
            ideal[cell] = next;
            return true;
        }
        return swap(cell, wanted);
    }

    private boolean swap(int cell, int place) {
        int target = cellAt[place];
        if (frozen[target] && !frozenCanBeMoved) {
            return false;
        }
        int from = placeOf[cell];
        cellAt[from] = target;
        placeOf[target] = from;
        cellAt[place] = cell;
        placeOf[cell] = place;
        swaps++;
        return true;
    }

    /** Whether no active cell wants to move any more: no neighbour that is active is in its way. */
    boolean isAtRest() {
        for (int cell = 0; cell < n; cell++) {
            if (!frozen[cell] && wantsToMove(cell)) {
                return false;
            }
        }
        return true;
    }

    private boolean wantsToMove(int cell) {
        int place = placeOf[cell];
        return switch (type[cell]) {
            case BUBBLE ->
                (place > 0 && isActive(place - 1) && isWrongOrder(cell, place - 1))
                        || (place < n - 1 && isActive(place + 1) && isWrongOrder(cell, place));
            case INSERTION ->
                place > 0 && isActive(place - 1) && isWrongOrder(cell, place - 1) && orderedBefore(cell) == place;
            case SELECTION -> place != ideal[cell] && ideal[cell] >= 0 && ideal[cell] < n;
        };
    }

    private boolean isActive(int place) {
        return !frozen[cellAt[place]];
    }

    /** Whether the values ascend. */
    boolean isSorted() {
        for (int i = 1; i < n; i++) {
            if (valueAt(i - 1) > valueAt(i)) {
                return false;
            }
        }
        return true;
    }
}
