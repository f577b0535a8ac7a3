package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Report;
import org.junit.jupiter.api.Test;

class SettingsContractTest {
    private record AnyFactory<S extends Record>(Class<S> settings) implements EvaluatorFactory<S> {
        @Override
        public Requirements requirements(S settings) {
            return Requirements.NONE;
        }

        @Override
        public Evaluator create(S settings, RunContext run) {
            return (model, data) -> Report.EMPTY;
        }
    }

    private record Undescribed(int size) {}

    static class UndescribedContract extends EvaluatorContract<Undescribed> {
        UndescribedContract() {
            super(new AnyFactory<>(Undescribed.class));
        }
    }

    private record LongWinded(
            @Setting(value = "1", description = "size\nand more")
            int size) {}

    static class LongWindedContract extends EvaluatorContract<LongWinded> {
        LongWindedContract() {
            super(new AnyFactory<>(LongWinded.class));
        }
    }

    private record OutOfRange(
            @Setting(value = "0", min = 1, description = "size")
            int size) {}

    static class OutOfRangeContract extends EvaluatorContract<OutOfRange> {
        OutOfRangeContract() {
            super(new AnyFactory<>(OutOfRange.class));
        }
    }

    private record Rounded(
            @Setting(value = "3", min = 1, description = "size")
            int size) {
        private Rounded {
            size++;
        }
    }

    static class RoundedContract extends EvaluatorContract<Rounded> {
        RoundedContract() {
            super(new AnyFactory<>(Rounded.class));
        }
    }

    @Test
    void failsASettingWithoutDescription() {
        assertThat(ContractRun.failure(UndescribedContract.class, "describesEverySetting"))
                .contains("every setting is described: 'size' has no @Setting");
    }

    @Test
    void failsADescriptionOfSeveralLines() {
        assertThat(ContractRun.failure(LongWindedContract.class, "describesEverySetting"))
                .contains("the description of 'size' is not one line");
    }

    @Test
    void failsADefaultOutOfItsOwnRange() {
        assertThat(ContractRun.failure(OutOfRangeContract.class, "hasDefaultsThatCanBeRead"))
                .contains("the defaults can be read and are within their ranges", "size", "at least 1");
    }

    @Test
    void failsSettingsThatChangeOnTheWay() {
        assertThat(ContractRun.failure(RoundedContract.class, "keepsSettingsThroughARoundTrip"))
                .contains("Rounded[size=4] became Rounded[size=5]");
    }
}
