package io.reprise.molecules.selfies;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    @Nested
    class SelfiesBundle extends BundleContract {
        SelfiesBundle() {
            super(SelfiesEncoder.class);
        }
    }

    @Nested
    class SelfiesDecoderContract extends ModelContract<SelfiesDecoder.Settings> {
        SelfiesDecoderContract() {
            super(new SelfiesDecoder(), "", "oldSymbols: true, attribution: true");
        }
    }

    @Nested
    class SelfiesEncoderContract extends ModelContract<SelfiesEncoder.Settings> {
        SelfiesEncoderContract() {
            super(new SelfiesEncoder(), "", "strict: false, attribution: true");
        }
    }

    @Nested
    class RandomSelfiesContract extends DatasetContract<RandomSelfies.Settings> {
        RandomSelfiesContract() {
            super(new RandomSelfies(), "", "least: 3, most: 3, constraints: hypervalent");
        }
    }

    @Nested
    class MutatedSelfiesContract extends DatasetContract<MutatedSelfies.Settings> {
        MutatedSelfiesContract() {
            super(new MutatedSelfies(), "", "molecule: CCO, mutations: 0");
        }
    }

    @Nested
    class ValidityContract extends EvaluatorContract<Validity.Settings> {
        ValidityContract() {
            super(new Validity(), "count: 20");
            model(new SelfiesDecoder(), "");
            data(new RandomSelfies(), "most: 9");
        }
    }

    @Nested
    class SymbolStatisticsContract extends EvaluatorContract<SymbolStatistics.Settings> {
        SymbolStatisticsContract() {
            super(new SymbolStatistics(), "count: 20");
            data(new RandomSelfies(), "most: 9");
        }
    }
}
