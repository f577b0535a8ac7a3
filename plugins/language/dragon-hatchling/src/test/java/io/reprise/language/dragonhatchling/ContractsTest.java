package io.reprise.language.dragonhatchling;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    private static final String TINY = "layers: 2, width: 8, heads: 2, expansion: 4, dropout: 0";

    @Nested
    class DragonHatchlingBundle extends BundleContract {
        DragonHatchlingBundle() {
            super(BdhFactory.class);
        }
    }

    @Nested
    class BdhContract extends ModelContract<BdhSettings> {
        BdhContract() {
            super(new BdhFactory(), TINY, "layers: 1, width: 6, heads: 1, expansion: 3, dropout: 0.2");
        }
    }

    @Nested
    class BdhRecurrentContract extends ModelContract<BdhSettings> {
        BdhRecurrentContract() {
            super(new BdhRecurrentFactory(), TINY);
        }
    }

    @Nested
    class GptContract extends ModelContract<GptSettings> {
        GptContract() {
            super(new GptFactory(), "layers: 2, width: 8, heads: 2", "layers: 1, width: 6, heads: 1, dropout: 0.2");
        }
    }

    @Nested
    class MarkovBytesContract extends DatasetContract<MarkovBytes.Settings> {
        MarkovBytesContract() {
            super(new MarkovBytes(), "window: 8", "symbols: 3, concentration: 2, window: 1");
        }
    }

    @Nested
    class AssociativeRecallContract extends DatasetContract<AssociativeRecall.Settings> {
        AssociativeRecallContract() {
            super(new AssociativeRecall(), "", "symbols: 4, pairs: 2");
        }
    }

    @Nested
    class TwoTopicsContract extends DatasetContract<TwoTopics.Settings> {
        TwoTopicsContract() {
            super(new TwoTopics(), "window: 16");
        }
    }

    @Nested
    class ActivityContract extends EvaluatorContract<Activity.Settings> {
        ActivityContract() {
            super(new Activity(), "windows: 3");
            model(new BdhFactory(), TINY);
            data(new MarkovBytes(), "window: 8");
        }
    }

    @Nested
    class NeuronGraphContract extends EvaluatorContract<NeuronGraphEvaluator.Settings> {
        NeuronGraphContract() {
            super(new NeuronGraphEvaluator(), "degree: 2, randomGraphs: 3");
            model(new BdhFactory(), TINY);
            data(new MarkovBytes(), "window: 8");
        }
    }

    @Nested
    class SynapseConceptContract extends EvaluatorContract<SynapseConcept.Settings> {
        SynapseConceptContract() {
            super(new SynapseConcept(), "texts: 6");
            model(new BdhFactory(), TINY);
            data(new TwoTopics(), "window: 16");
        }
    }

    @Nested
    class RecallAccuracyContract extends EvaluatorContract<RecallAccuracy.Settings> {
        RecallAccuracyContract() {
            super(new RecallAccuracy(), "windows: 5");
            model(new BdhFactory(), TINY);
            data(new AssociativeRecall(), "symbols: 4, pairs: 2");
        }
    }

    @Nested
    class EntropyFloorContract extends EvaluatorContract<EntropyFloor.Settings> {
        EntropyFloorContract() {
            super(new EntropyFloor());
            data(new MarkovBytes(), "window: 8");
        }
    }
}
