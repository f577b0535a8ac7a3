package io.reprise.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowedTextTest {
    /** A text whose byte at each place says the place. */
    private static byte[] counting(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) i;
        }
        return text;
    }

    private static int[] tokens(Batch batch) {
        return batch.tensor(NextToken.TOKENS).toInts();
    }

    private static int[] targets(Batch batch) {
        return batch.tensor(NextToken.TARGETS).toInts();
    }

    @Property(tries = 200)
    void readsEveryWindowOnceWithTheBytesThatFollow(
            @ForAll @Size(min = 60, max = 200) byte[] text, @ForAll @IntRange(min = 1, max = 9) int window) {
        try (TestRun run = TestRun.open()) {
            Split split = new WindowedText(text, window, 0.7, "test").split(Dataset.TRAIN);
            int windows = (int) split.size().orElseThrow();
            Batch all = split.read(run.tensors().ops(), 0, windows + 5);
            int[] tokens = tokens(all);
            int[] targets = targets(all);
            assertThat(windows).isEqualTo(((int) (0.7 * text.length) - 1) / window);
            assertThat(tokens).hasSize(windows * window);
            for (int i = 0; i < tokens.length; i++) {
                assertThat(tokens[i]).isEqualTo(Byte.toUnsignedInt(text[i]));
                assertThat(targets[i]).isEqualTo(Byte.toUnsignedInt(text[i + 1]));
            }
        }
    }

    @Test
    void drawsFromThePartOfItsSplitOnly() {
        try (TestRun run = TestRun.open()) {
            WindowedText text = new WindowedText(counting(200), 10, 0.5, "test");
            Batch train = text.split(Dataset.TRAIN).draw(run.tensors().ops(), 3, 500, run.random());
            Batch validation = text.split(Dataset.VALIDATION).draw(run.tensors().ops(), 3, 500, run.random());
            assertThat(Arrays.stream(tokens(train)).min()).hasValue(0);
            assertThat(Arrays.stream(targets(train)).max()).hasValue(99);
            assertThat(Arrays.stream(tokens(validation)).min()).hasValue(100);
            assertThat(Arrays.stream(targets(validation)).max()).hasValue(199);
        }
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> new WindowedText(new byte[0], 8, 0.9, "empty.txt"))
                .isInstanceOf(RepriseException.class)
                .hasMessage(
                        "empty.txt: The text is empty. Expected: at least 9 bytes in each part: one window and the byte"
                                + " after it. Give a longer text, or a smaller data.window.");
    }

    @Test
    void refusesATextWhosePartsHoldNoWindow() {
        assertThatThrownBy(() -> new WindowedText(counting(80), 8, 0.9, "short.txt"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("80 bytes, of which 72 are for training and 8 for validation")
                .hasMessageContaining("at least 9 bytes");
        assertThat(new WindowedText(counting(90), 8, 0.9, "long.txt")
                        .split(Dataset.VALIDATION)
                        .size())
                .hasValue(1);
    }

    @Test
    void namesTheSplitsThereAre() {
        assertThatThrownBy(() -> new WindowedText(counting(90), 8, 0.9, "text").split("valid"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("'valid'")
                .hasMessageContaining("train or validation");
    }
}
