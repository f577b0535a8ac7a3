package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.testkit.fixtures.WavesFactory;
import io.reprise.testkit.fixtures.WavesSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetContractTest {
    /** The fault of the datasets that are checked next; contract classes are made by JUnit, without arguments. */
    private static String fault = "NONE";

    static class WavesContract extends DatasetContract<WavesSettings> {
        WavesContract() {
            super(new WavesFactory(fault), "path: amplitudes.bin", "path: amplitudes.bin, samples: 3");
            file("amplitudes.bin", new byte[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 35});
        }
    }

    @Test
    void passesADatasetThatKeepsTheContract() {
        fault = "NONE";
        assertThat(ContractRun.failures(WavesContract.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} fails {1}")
    @CsvSource(delimiter = '|', textBlock = """
            IGNORES_ITS_SEED | dependsOnItsSeedAlone | another seed makes another dataset
            COUNTS_ITS_BATCHES | drawsByItsArgumentsAlone | step 5 of 'train' drawn again: 'kind' differs
            DRAWS_THE_SAME | drawsOtherBatchesFromOtherStreams | 20 steps of 'train' were the same
            GIVES_DOUBLES | givesBatchesThatFollowItsSchema | 'x: float[B,5,1]' has the type double
            GIVES_CODES_BEYOND_THE_LIMIT | givesBatchesThatFollowItsSchema | 'kind: int[B] < 3' holds 3 where codes are 0 to 2
            GIVES_UNEQUAL_LENGTHS | givesBatchesThatFollowItsSchema | axis 1 of 'target: float[B,5,1]' has the size 4
            READS_BEYOND_THE_END | readsASplitExactlyOnce | it has 9 examples instead of 2
            READS_BY_THE_PIECE | readsASplitExactlyOnce | reading goes through a split once and in order
            HAS_AN_EMPTY_SPLIT | readsASplitExactlyOnce | 'train' has none
            RETURNS_ANY_SPLIT | namesItsSplits | one was returned for 'no-such-split'
            REFUSES_A_SPLIT_WITH_ANOTHER_EXCEPTION | namesItsSplits | it ended in java.lang.IllegalArgumentException
            IS_NOT_WHAT_ITS_TYPE_SAYS | namesItsSplits | which is no io.reprise.data.Environment
            KEEPS_BATCHES | leavesNoThreadsAndNoTensors | a batch belongs to the scope of the Ops
            SWALLOWS_CANCELLATION | stopsWhenCancelled | it went on to its end
            FAILS_ON_A_FILE_WITH_ANOTHER_EXCEPTION | explainsWhatIsWrongWithAFile | 'path: missing' ended in
            TAKES_AN_EMPTY_FILE | explainsWhatIsWrongWithAFile | 'path: empty' made [train, noise]
            READS_THE_FILE_FOR_ITS_SCHEMA | knowsItsSchemaBeforeItIsOpened | open files in create only
            """)
    void failsADatasetThatBreaksTheContract(String ofDatasets, String test, String message) {
        fault = ofDatasets;
        assertThat(ContractRun.failure(WavesContract.class, test))
                .contains(message)
                .startsWith("WavesFactory {path: amplitudes.bin}");
    }
}
