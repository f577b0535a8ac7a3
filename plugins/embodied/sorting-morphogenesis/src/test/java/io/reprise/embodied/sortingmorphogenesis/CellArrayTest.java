package io.reprise.embodied.sortingmorphogenesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.CancelledException;
import io.reprise.embodied.sortingmorphogenesis.CellSorting.Schedule;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.service.NativeTensorService;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CellArrayTest {
    private static final Runnable NEVER_CANCELLED = () -> {};

    private static Arrangement array(CellType type, int... values) {
        CellType[] types = new CellType[values.length];
        Arrays.fill(types, type);
        return new Arrangement(values, types, new boolean[values.length], new boolean[values.length]);
    }

    private static Arrangement random(CellType type, int n, RandomSource random) {
        return array(type, random.permutation(n));
    }

    private static RandomSource stream(long seed) {
        return new NativeTensorService().random(seed);
    }

    private static Trace sorted(Arrangement start, Schedule schedule, RandomSource random) {
        return CellSorting.run(start, true, schedule, 7, 100_000, true, random, NEVER_CANCELLED);
    }

    @Property(tries = 60)
    void sortsItselfWhateverTheOrderOfTurns(
            @ForAll CellType type, @ForAll @IntRange(min = 0, max = 24) int n, @ForAll long seed) {
        for (Schedule schedule : new Schedule[] {Schedule.RANDOM, Schedule.BURST}) {
            Trace trace =
                    sorted(random(type, n, stream(seed)), schedule, stream(seed).split("turns"));
            assertThat(trace.settled()).isTrue();
            assertThat(trace.values(trace.end())).isSorted();
        }
    }

    @Property(tries = 60)
    void exchangesNeighboursAsOftenAsThereAreInversions(@ForAll @IntRange(min = 0, max = 24) int n, @ForAll long seed) {
        for (CellType type : new CellType[] {CellType.BUBBLE, CellType.INSERTION}) {
            Arrangement start = random(type, n, stream(seed));
            assertThat(sorted(start, Schedule.RANDOM, stream(seed).split("turns"))
                            .swaps())
                    .isEqualTo(start.inversions());
            assertThat(TraditionalSorting.run(type, start, true, false).swaps()).isEqualTo(start.inversions());
        }
    }

    @Property(tries = 60)
    void keepsEveryCellAndMovesTwoAtATime(@ForAll CellType type, @ForAll long seed) {
        Trace trace = sorted(
                random(type, 12, stream(seed)), Schedule.RANDOM, stream(seed).split("turns"));
        for (int i = 0; i < trace.frames().size(); i++) {
            int[] frame = trace.frames().get(i);
            int[] all = frame.clone();
            Arrays.sort(all);
            assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            if (i > 0) {
                int moved = 0;
                for (int place = 0; place < frame.length; place++) {
                    moved += frame[place] == trace.frames().get(i - 1)[place] ? 0 : 1;
                }
                assertThat(moved).isEqualTo(2);
            }
        }
        assertThat(trace.frames()).hasSize((int) trace.swaps() + 1);
    }

    @Property(tries = 40)
    void sortsWithAThreadForEachCell(@ForAll CellType type, @ForAll long seed) {
        Trace trace = sorted(
                random(type, 8, stream(seed)), Schedule.THREADS, stream(seed).split("turns"));
        assertThat(trace.values(trace.end())).isSorted();
    }

    @Example
    void movesAFrozenCellOnlyWhereItCanBeMoved() {
        Arrangement start = new Arrangement(
                new int[] {3, 2, 1, 0},
                new CellType[] {CellType.BUBBLE, CellType.BUBBLE, CellType.BUBBLE, CellType.BUBBLE},
                new boolean[] {false, true, false, false},
                new boolean[4]);
        int moved = 0;
        for (long seed = 0; seed < 20; seed++) {
            Trace fixed = CellSorting.run(start, false, Schedule.RANDOM, 1, 1000, true, stream(seed), NEVER_CANCELLED);
            assertThat(fixed.values(fixed.end())).containsExactly(3, 2, 0, 1);
            Trace movable = CellSorting.run(start, true, Schedule.RANDOM, 1, 1000, true, stream(seed), NEVER_CANCELLED);
            moved += movable.end()[1] == 1 ? 0 : 1;
        }
        assertThat(moved).as("runs in which others moved the frozen cell").isBetween(1, 20);
    }

    @Property(tries = 60)
    void leavesCellsThatCannotBeMovedWhereTheyAre(@ForAll CellType type, @ForAll long seed) {
        Arrangement whole = random(type, 14, stream(seed));
        Arrangement damaged = Trials.damaged(whole, 3, stream(seed));
        Trace trace = CellSorting.run(
                damaged, false, Schedule.RANDOM, 1, 10_000, true, stream(seed).split("turns"), NEVER_CANCELLED);
        Trace textbook = TraditionalSorting.run(type, damaged, false, true);
        int frozen = 0;
        for (int place = 0; place < 14; place++) {
            if (damaged.frozen()[place]) {
                frozen++;
                for (Trace each : new Trace[] {trace, textbook}) {
                    assertThat(each.end()[place]).isEqualTo(place);
                }
            }
        }
        assertThat(frozen).isEqualTo(3);
    }

    @Example
    void endsWhenCancelledAlsoWithThreads() {
        Arrangement opposed = new Arrangement(
                new int[] {3, 2, 1, 0},
                new CellType[] {CellType.BUBBLE, CellType.BUBBLE, CellType.BUBBLE, CellType.BUBBLE},
                new boolean[4],
                new boolean[] {false, true, false, true});
        for (Schedule schedule : Schedule.values()) {
            int[] checks = {0};
            Runnable second = () -> {
                if (++checks[0] == 2) {
                    throw new CancelledException();
                }
            };
            assertThatThrownBy(
                            () -> CellSorting.run(opposed, true, schedule, 3, Long.MAX_VALUE, false, stream(1), second))
                    .as("%s", schedule)
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("cell-"))
                        .toList())
                .allSatisfy(thread -> {
                    thread.join(1000);
                    assertThat(thread.isAlive()).isFalse();
                });
    }

    @Example
    void sortsDownwardsWhereAllCellsAreReversed() {
        for (CellType type : CellType.values()) {
            Arrangement up = array(type, 2, 0, 3, 1);
            Arrangement down =
                    new Arrangement(up.values(), up.types(), up.frozen(), new boolean[] {true, true, true, true});
            Trace trace = sorted(down, Schedule.RANDOM, stream(3));
            assertThat(trace.values(trace.end())).as("%s", type).containsExactly(3, 2, 1, 0);
        }
    }

    @Example
    void measuresAsInTheDefinitions() {
        int[] values = {0, 2, 1, 3};
        assertThat(Measures.error(values)).isEqualTo(1);
        assertThat(Measures.monotonicity(values)).isEqualTo(75);
        assertThat(Measures.spearmanDistance(values)).isEqualTo(2);
        CellType b = CellType.BUBBLE;
        CellType s = CellType.SELECTION;
        assertThat(Measures.aggregation(new CellType[] {b, b, s, s})).isEqualTo(0.5);
        // Errors 5 4 6 6 3 4 1: falls 1, rises 2, falls 3, rises 1, falls 3: ((3-2)/2 + (3-1)/1) / 2.
        assertThat(Measures.delayedGratification(new int[] {5, 4, 6, 6, 3, 4, 1}))
                .isEqualTo(1.25);
        assertThat(Measures.delayedGratification(new int[] {5, 4, 2})).isZero();
        assertThat(Measures.delayedGratification(new int[] {1, 4})).isZero();
    }
}
