package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.testkit.fixtures.Leaky.Fault;
import io.reprise.testkit.fixtures.LeakyFactory;
import io.reprise.testkit.fixtures.LeakySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelContractTest {
    /** The fault of the models that are checked next; contract classes are made by JUnit, without arguments. */
    private static Fault fault = Fault.NONE;

    static class LeakyContract extends ModelContract<LeakySettings> {
        LeakyContract() {
            super(new LeakyFactory(fault), "", "decay: 0.9, deviation: 1");
        }
    }

    @Test
    void passesAModelThatKeepsTheContract() {
        fault = Fault.NONE;
        assertThat(ContractRun.failures(LeakyContract.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} fails {1}")
    @CsvSource(delimiter = '|', textBlock = """
            IGNORES_ITS_SEED | dependsOnItsSeedAlone | another seed makes another model
            COUNTS_ITS_INSTANCES | dependsOnItsSeedAlone | the same seed makes the same model
            GIVES_OTHER_SHAPES | givesWhatItsSignaturePromises | axis 0 of 'y: float[B,T,F]' has the size 4 where B is 3
            LEARNS_WHEN_APPLIED | changesNothingWhenApplied | its state: 'seen' differs
            WRITES_INTO_ITS_INPUT | changesNothingWhenApplied | applying a model changes nothing
            COUNTS_ITS_CALLS | changesNothingWhenApplied | its outputs the second time: 'y' differs
            READS_TARGETS | changesNothingWhenApplied | columns beside the inputs do no harm
            FORGETS_THE_BIAS | savesAndRestoresWhatItHasLearned | state() must hold all that outputs depend on
            RESTORES_HALF | refusesToRestoreWhatDoesNotFit | nothing changes when saved tensors are refused
            KEEPS_RESULTS | leavesNoThreadsAndNoTensors | applying a model holds on to no memory
            OPENS_A_ROOT_SCOPE | leavesNoThreadsAndNoTensors | bytes are still held after the run
            LEAVES_A_THREAD | leavesNoThreadsAndNoTensors | [leaky-worker
            SWALLOWS_CANCELLATION | stopsWhenCancelled | it went on to its end after check 1 of 2
            WRAPS_CANCELLATION | stopsWhenCancelled | it came out as java.lang.IllegalStateException
            COPIES_ITS_PARAMETERS | hasParametersAmongItsState | 'w' is a copy
            HAS_A_WRONG_GRADIENT | hasTheGradientsOfItsLoss | the slope of the loss by 'w' along the gradient
            FORGETS_A_GRADIENT | hasTheGradientsOfItsLoss | the slope of the loss by 'b'
            HAS_AN_INFINITE_LOSS | hasAFiniteLoss | it is -Infinity
            HAS_MANY_LOSSES | hasAFiniteLoss | it has the shape [3, 4, 5]
            LEARNS_BY_THE_CALL | learnsTheSameFromTheSame | learning the same again gives the same
            FITS_BY_THE_CALL | fitsTheSameToTheSame | fitting the same again gives the same
            STEPS_WITHOUT_MEMORY | givesStepByStepWhatItGivesAtOnce | at step 1 'y' differs
            GENERATES_BY_THE_CALL | generatesTheSameFromTheSameStream | the same stream generates the same
            GENERATES_NOTHING | generatesTheSameFromTheSameStream | the batch is empty
            READS_OTHER_PLACES | canBeReadAtEveryPlaceItNames | every named place can be read
            READS_TIMES_FIRST | canBeReadAtEveryPlaceItNames | the first axis of an activation is the example
            """)
    void failsAModelThatBreaksTheContract(Fault ofModels, String test, String message) {
        fault = ofModels;
        assertThat(ContractRun.failure(LeakyContract.class, test))
                .contains(message)
                .startsWith("LeakyFactory");
    }
}
