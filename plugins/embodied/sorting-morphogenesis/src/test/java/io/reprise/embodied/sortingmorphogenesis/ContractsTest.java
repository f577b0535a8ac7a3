package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    @Nested
    class SortingBundle extends BundleContract {
        SortingBundle() {
            super(SelfSortingArray.class);
        }
    }

    @Nested
    class SelfSortingArrayContract extends ModelContract<SelfSortingArray.Settings> {
        SelfSortingArrayContract() {
            super(
                    new SelfSortingArray(),
                    "",
                    "schedule: burst, frozenCanBeMoved: false, rule: selection, mostSwaps: 9");
        }
    }

    @Nested
    class TraditionalSorterContract extends ModelContract<TraditionalSorter.Settings> {
        TraditionalSorterContract() {
            super(new TraditionalSorter(), "", "algorithm: selection, frozenCanBeMoved: false");
        }
    }

    @Nested
    class CellArraysContract extends DatasetContract<CellArrays.Settings> {
        CellArraysContract() {
            super(
                    new CellArrays(),
                    "cells: 12",
                    "cells: 7, copies: 2, types: [bubble, insertion, selection], reversed: [insertion], frozen: 2");
        }
    }

    @Nested
    class SortingOutcomeContract extends EvaluatorContract<SortingOutcome.Settings> {
        SortingOutcomeContract() {
            super(new SortingOutcome(), "arrays: 3");
            model(new SelfSortingArray(), "");
            data(new CellArrays(), "cells: 12");
        }
    }

    @Nested
    class AgainstTraditionalContract extends EvaluatorContract<AgainstTraditional.Settings> {
        AgainstTraditionalContract() {
            super(new AgainstTraditional(), "arrays: 3, frozen: [0, 2]");
            model(new SelfSortingArray(), "");
            data(new CellArrays(), "cells: 12");
        }
    }

    @Nested
    class DelayedGratificationContract extends EvaluatorContract<DelayedGratification.Settings> {
        DelayedGratificationContract() {
            super(new DelayedGratification(), "arrays: 3, frozen: [0, 2]");
            model(new SelfSortingArray(), "");
            data(new CellArrays(), "cells: 12");
        }
    }

    @Nested
    class AggregationContract extends EvaluatorContract<Aggregation.Settings> {
        AggregationContract() {
            super(new Aggregation(), "arrays: 3, points: 11");
            model(new SelfSortingArray(), "");
            data(new CellArrays(), "cells: 12, types: [bubble, selection]");
        }
    }

    @Nested
    class SortingHistoryContract extends EvaluatorContract<SortingHistory.Settings> {
        SortingHistoryContract() {
            super(new SortingHistory(), "", "array: 2");
            model(new SelfSortingArray(), "");
            data(new CellArrays(), "cells: 12, frozen: 1");
        }
    }

    @Nested
    class ArrayFileContract extends DatasetContract<ArrayFile.Settings> {
        ArrayFileContract() {
            super(new ArrayFile(), "path: array.csv");
            file("array.csv", "value,type,frozen,reversed\n3,bubble,0,0\n1,selection,0,0\n2,insertion,1,0\n");
        }
    }

    @Nested
    class SortingGoldenContract extends EvaluatorContract<SortingGolden.Settings> {
        SortingGoldenContract() {
            super(new SortingGolden(), "file: cases.json");
            file("cases.json", GoldenTest.TWO_CELLS);
            data(new CellArrays(), "cells: 12");
        }
    }
}
