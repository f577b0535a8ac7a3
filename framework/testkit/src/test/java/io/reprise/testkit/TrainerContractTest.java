package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.testkit.fixtures.LeakyFactory;
import io.reprise.testkit.fixtures.MomentumFactory;
import io.reprise.testkit.fixtures.MomentumFactory.Fault;
import io.reprise.testkit.fixtures.MomentumSettings;
import io.reprise.testkit.fixtures.WavesFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerContractTest {
    /** The fault of the trainers that are checked next; contract classes are made by JUnit, without arguments. */
    private static Fault fault = Fault.NONE;

    static class MomentumContract extends TrainerContract<MomentumSettings> {
        MomentumContract() {
            super(new MomentumFactory(fault), "steps: 5", "steps: 1, momentum: 0");
            model(new LeakyFactory(), "decay: 0.2");
            data(new WavesFactory(), "path: amplitudes.bin");
            file("amplitudes.bin", new byte[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 35});
        }
    }

    @Test
    void passesATrainerThatKeepsTheContract() {
        fault = Fault.NONE;
        assertThat(ContractRun.failures(MomentumContract.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} fails {1}")
    @CsvSource(delimiter = '|', textBlock = """
            COUNTS_ITS_STEPS | dependsOnItsSeedAlone | the same seed trains the same: step 0 recorded
            FORGETS_ITS_MOMENTUM | resumesToTheSameNumbers | a training resumed at step 3 goes on as if never stopped
            CHANGES_NOTHING | changesTheModelItTrains | after 5 steps its state is what it was
            RECORDS_NAN | recordsFiniteNumbers | 'loss' is NaN
            KEEPS_RESULTS | leavesNoThreadsAndNoTensors | a step holds on to no memory: 3 steps left
            SWALLOWS_CANCELLATION | stopsWhenCancelled | it went on to its end
            REQUIRES_NOTHING | saysWhatItRequires | it asks for no capability
            """)
    void failsATrainerThatBreaksTheContract(Fault ofTrainers, String test, String message) {
        fault = ofTrainers;
        assertThat(ContractRun.failure(MomentumContract.class, test))
                .contains(message)
                .startsWith("MomentumFactory {steps: 5}");
    }

    @Test
    void asksForOtherPartsWhereItsOwnDoNotMeetTheRequirements() {
        fault = Fault.REQUIRES_MORE;
        assertThat(ContractRun.failure(MomentumContract.class, "saysWhatItRequires"))
                .contains("the dataset has no 'label: int[B]'", "Name others by model(...) and data(...)");
    }
}
