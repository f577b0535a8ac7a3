package io.reprise.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    private Progress progress(boolean interactive, boolean json) {
        PrintStream stream = new PrintStream(bytes);
        Output out = new Output(Screen.of(stream, stream, interactive, () -> 40), json, true);
        return new Progress(out, () -> now);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ProgressLine step(long done) {
        return new ProgressLine("training", done, 400, List.of("loss 2.31"));
    }

    @Property
    void neverIsWiderThanTheTerminal(
            @ForAll @IntRange(min = 1, max = 200) int width, @ForAll @LongRange(min = 0, max = 400) long done) {
        ProgressLine line =
                new ProgressLine("training", done, 400, List.of("loss 2.3125", "31.2 steps/s", "12 s left", "212 MB"));

        assertThat(line.bar(width).length()).isLessThanOrEqualTo(width);
    }

    @Example
    void leavesOutTheLeastImportantFirst() {
        ProgressLine line = new ProgressLine("training", 100, 400, List.of("loss 2.3125", "31.2 steps/s", "212 MB"));

        assertThat(line.bar(80))
                .isEqualTo("training  [######------------------]  100/400  loss 2.3125  31.2 steps/s  212 MB");
        assertThat(line.bar(41)).isEqualTo("training  [#------]  100/400  loss 2.3125");
        assertThat(line.bar(20)).isEqualTo("training  100/400");
    }

    @Example
    void printsALineEveryTenSecondsWhereNobodyWatches() {
        try (Progress progress = progress(false, false)) {
            for (int second = 0; second <= 25; second++) {
                now = second * SECOND;
                progress.show(step(second));
            }
        }

        assertThat(printed().lines())
                .containsExactly(
                        "training  0/400  loss 2.31",
                        "training  10/400  loss 2.31",
                        "training  20/400  loss 2.31",
                        "training  25/400  loss 2.31");
        assertThat(printed()).doesNotContain("\r").doesNotContain("\u001b");
    }

    @Example
    void overwritesTheLineWhereSomebodyWatches() {
        try (Progress progress = progress(true, false)) {
            for (int tenth = 0; tenth < 4; tenth++) {
                now = tenth * SECOND / 10;
                progress.show(step(tenth));
            }
            progress.say("warning: x");
        }

        assertThat(printed().split("\r", -1)).hasSize(5);
        assertThat(printed()).endsWith("\u001b[K\nwarning: x\n");
    }

    @Example
    void showsTheLastStateOfEachPieceOfWork() {
        try (Progress progress = progress(false, false)) {
            progress.show(step(1));
            now = 2 * SECOND;
            progress.show(step(400));
            progress.show(new ProgressLine("evaluating", 0, 0, List.of()));
            progress.show(new ProgressLine("evaluating", 1, 2, List.of()));
        }

        assertThat(printed().lines())
                .containsExactly("training  1/400  loss 2.31", "training  400/400  loss 2.31", "evaluating");
    }

    @Example
    void canTakeTheLineAway() {
        Progress progress = progress(true, false);
        progress.show(step(1));
        progress.erase();
        progress.close();

        assertThat(printed()).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Example
    void isSilentWhereResultsAreJson() {
        try (Progress progress = progress(true, true)) {
            progress.show(step(1));
            progress.say("warning");
        }

        assertThat(printed()).isEmpty();
    }
}
