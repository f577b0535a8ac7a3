package io.reprise.language.internal;

import io.reprise.language.Bigram;
import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.TrainerContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    private static final String TEXT = "To be, or not to be, that is the question. ".repeat(20);

    @Nested
    class LanguageKitBundle extends BundleContract {
        LanguageKitBundle() {
            super(TextBytes.class);
        }

        @Override
        protected boolean isMethod() {
            return false;
        }
    }

    @Nested
    class TextBytesContract extends DatasetContract<TextBytes.Settings> {
        TextBytesContract() {
            super(new TextBytes(), "path: text.txt, window: 8", "path: text.txt, window: 1, trainShare: 0.5");
            file("text.txt", TEXT);
        }
    }

    @Nested
    class AdamWContract extends TrainerContract<AdamWTrainer.Settings> {
        AdamWContract() {
            super(new AdamWTrainer(), "steps: 4, batch: 2");
            model(new Bigram.Factory(), "");
            data(new TextBytes(), "path: text.txt, window: 8");
            file("text.txt", TEXT);
        }
    }

    @Nested
    class BitsPerByteContract extends EvaluatorContract<BitsPerByte.Settings> {
        BitsPerByteContract() {
            super(new BitsPerByte(), "windows: 5, batch: 2", "windows: 1000, split: train");
            model(new Bigram.Factory(), "");
            data(new TextBytes(), "path: text.txt, window: 8");
            file("text.txt", TEXT);
        }
    }

    @Nested
    class TextSampleContract extends EvaluatorContract<TextSample.Settings> {
        TextSampleContract() {
            super(new TextSample(), "prompt: To be, length: 8");
            model(new Bigram.Factory(), "");
            data(new TextBytes(), "path: text.txt, window: 8");
            file("text.txt", TEXT);
        }
    }

    @Nested
    class StreamGapContract extends EvaluatorContract<StreamGap.Settings> {
        StreamGapContract() {
            super(new StreamGap(), "windows: 2");
            model(new Bigram.Factory(), "");
            data(new TextBytes(), "path: text.txt, window: 8");
            file("text.txt", TEXT);
        }
    }

    @Nested
    class ParameterCountContract extends EvaluatorContract<ParameterCount.Settings> {
        ParameterCountContract() {
            super(new ParameterCount());
            model(new Bigram.Factory(), "");
            data(new TextBytes(), "path: text.txt, window: 8");
            file("text.txt", TEXT);
        }
    }
}
