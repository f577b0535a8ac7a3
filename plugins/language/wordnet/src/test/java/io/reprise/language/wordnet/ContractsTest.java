package io.reprise.language.wordnet;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    @Nested
    class WordNetBundle extends BundleContract {
        WordNetBundle() {
            super(WordNetText.class);
        }
    }

    @Nested
    class WordNetTextContract extends DatasetContract<WordNetText.Settings> {
        WordNetTextContract() {
            super(new WordNetText(), "window: 64");
        }
    }

    @Nested
    class WordNetGraphContract extends DatasetContract<WordNetGraphFactory.Settings> {
        WordNetGraphContract() {
            super(new WordNetGraphFactory());
        }
    }

    @Nested
    class WordNetStatisticsContract extends EvaluatorContract<WordNetStatistics.Settings> {
        WordNetStatisticsContract() {
            super(new WordNetStatistics());
            data(new WordNetGraphFactory(), "");
        }
    }
}
