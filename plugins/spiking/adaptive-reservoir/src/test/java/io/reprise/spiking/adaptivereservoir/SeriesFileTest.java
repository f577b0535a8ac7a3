package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.testkit.TestRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesFileTest {
    private static Dataset open(TestRun run, String content, List<String> inputs, List<String> targets)
            throws IOException {
        return open(run, content.getBytes(StandardCharsets.UTF_8), inputs, targets);
    }

    private static Dataset open(TestRun run, byte[] content, List<String> inputs, List<String> targets)
            throws IOException {
        Files.write(run.dataFolder().resolve("series.csv"), content);
        return new SeriesFile()
                .create(
                        new SeriesFile.Settings(Path.of("series.csv"), inputs, targets, 2, 0.5, false),
                        run.part("data"));
    }

    @Test
    void givesColumnsAndWhatComesLater() throws IOException {
        try (TestRun run = TestRun.open()) {
            Dataset data = open(
                    run,
                    "\uFEFFtime\t\"rate\"\n1\t10\r\n2\t20\n3\t3e1\n\n4\t-40\n5\t50\n6\t60\n7\t+70\n8\t80\n",
                    List.of("rate", "1"),
                    List.of("rate"));
            Batch train = data.split(Dataset.TRAIN).read(run.tensors().ops(), 0, 1);
            assertThat(train.tensor(Series.INPUT).toDoubles()).containsExactly(10, 1, 20, 2);
            assertThat(train.tensor(Series.TARGET).toDoubles()).containsExactly(30, -40);
            Batch validation = data.split(Dataset.VALIDATION).read(run.tensors().ops(), 0, 1);
            assertThat(validation.tensor(Series.TARGET).toDoubles()).containsExactly(70, 80);
        }
    }

    @Test
    void standardisesByTheTrainingPart() throws IOException {
        try (TestRun run = TestRun.open()) {
            Files.writeString(run.dataFolder().resolve("series.csv"), "1,5\n3,5\n1,5\n3,5\n7,5\n9,6\n7,5\n9,6\n");
            Dataset data = new SeriesFile()
                    .create(
                            new SeriesFile.Settings(Path.of("series.csv"), List.of("1", "2"), List.of(), 1, 0.5, true),
                            run.part("data"));
            assertThat(data.split(Dataset.TRAIN)
                            .read(run.tensors().ops(), 0, 1)
                            .tensor(Series.INPUT)
                            .toDoubles())
                    .containsExactly(new double[] {-1, 0, 1, 0, -1, 0}, within(1e-12));
            assertThat(data.split(Dataset.VALIDATION)
                            .read(run.tensors().ops(), 0, 1)
                            .tensor(Series.INPUT)
                            .toDoubles())
                    .containsExactly(new double[] {5, 0, 7, 1, 5, 0}, within(1e-12));
        }
    }

    @Test
    void saysWhatIsWrongWithATable() throws IOException {
        refuses("a,b\n1,2\n3\n", "series.csv:3", "The line has 1 cells", "2, as many as the first line");
        refuses("a,b\n1,2\n3,x\n", "series.csv:3", "'x' in column 'b' is no finite number");
        refuses("a,b\n1,2\n3,\n", "series.csv:3", "'' in column 'b'");
        refuses("a,b\n1,NaN\n", "series.csv:2", "'NaN' in column 'b'");
        refuses("a,b\n1,1e999\n", "series.csv:2", "'1e999'");
        refuses("\n \n", "series.csv", "The table is empty");
        refuses("a,b\n", "series.csv", "The series has 0 steps");
        refuses("a,b\n1,2\n3,4\n5,6\n", "series.csv", "The series has 3 steps", "more than 2 steps in each part");
        refuses("c,d\n1,2\n3,4\n5,6\n", "series.csv", "There is no column 'a'", "one of c, d, or a number from 1 to 2");
    }

    private static void refuses(String content, String... message) throws IOException {
        try (TestRun run = TestRun.open()) {
            assertThatThrownBy(() -> open(run, content, List.of("a"), List.of()))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContainingAll(message);
        }
    }

    @Test
    void refusesWhatIsNoText() {
        try (TestRun run = TestRun.open()) {
            assertThatThrownBy(() -> open(run, new byte[] {(byte) 0xff, 0, (byte) 0xfe}, List.of("1"), List.of()))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("no UTF-8 text");
        }
    }

    @Test
    void wantsAnInput() {
        assertThatThrownBy(() -> new SeriesFile.Settings(Path.of("x"), List.of(), List.of("a"), 1, 0.5, true))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("data.inputs");
    }
}
