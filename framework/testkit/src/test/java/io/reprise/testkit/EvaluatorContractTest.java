package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.testkit.fixtures.DistanceFactory;
import io.reprise.testkit.fixtures.DistanceFactory.Fault;
import io.reprise.testkit.fixtures.DistanceSettings;
import io.reprise.testkit.fixtures.LeakyFactory;
import io.reprise.testkit.fixtures.WavesFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorContractTest {
    /** The fault of the evaluators that are checked next; contract classes are made by JUnit, without arguments. */
    private static Fault fault = Fault.NONE;

    static class DistanceContract extends EvaluatorContract<DistanceSettings> {
        DistanceContract() {
            super(new DistanceFactory(fault), "", "examples: 1");
            model(new LeakyFactory(), "");
            data(new WavesFactory(), "path: amplitudes.bin");
            file("amplitudes.bin", new byte[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 35});
        }
    }

    @Test
    void passesAnEvaluatorThatKeepsTheContract() {
        fault = Fault.NONE;
        assertThat(ContractRun.failures(DistanceContract.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} fails {1}")
    @CsvSource(delimiter = '|', textBlock = """
            CHANGES_THE_MODEL | measuresTheSameAgainAndChangesNothing | an evaluator does not change the model: 'seen' differs
            COUNTS_ITS_CALLS | measuresTheSameAgainAndChangesNothing | the same seed measures the same
            KEEPS_RESULTS | leavesNoThreadsAndNoTensors | a measurement holds on to no memory
            REPORTS_NAN | reportsUnderProperNames | 'train.distance' is NaN
            REPORTS_NOTHING | reportsUnderProperNames | its report is empty
            NAMES_IN_CAPITALS | reportsUnderProperNames | there is 'Sample Text'
            NAMES_TWICE | reportsUnderProperNames | there is a second 'train.distance'
            """)
    void failsAnEvaluatorThatBreaksTheContract(Fault ofEvaluators, String test, String message) {
        fault = ofEvaluators;
        assertThat(ContractRun.failure(DistanceContract.class, test))
                .contains(message)
                .startsWith("DistanceFactory breaks");
    }

    @Test
    void asksForOtherPartsWhereItsOwnDoNotMeetTheRequirements() {
        fault = Fault.REQUIRES_MORE;
        assertThat(ContractRun.failure(DistanceContract.class, "saysWhatItRequires"))
                .contains("the model has no 'logits: float[B,K]'", "Name others by model(...) and data(...)");
    }
}
