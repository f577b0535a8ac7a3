package io.reprise.tensor.service.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorFiles;
import io.reprise.tensor.TensorFiles.NumberTable;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorFiles files = service.files();
    private final TensorScope scope = service.open("test", 64 << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("float", scope.of(new float[] {1, -2.5f, Float.NaN, 4, 5, 6}, 2, 3));
        tensors.put("double", scope.of(new double[] {Math.PI}, 1));
        tensors.put("int", scope.of(new int[] {Integer.MIN_VALUE, 7}, 2, 1, 1));
        tensors.put("long", scope.of(new long[] {Long.MAX_VALUE}));
        tensors.put("bool", scope.of(new boolean[] {true, false, true}, 3));
        tensors.put("none", scope.zeros(ElementType.FLOAT, Shape.of(0, 3)));
        return tensors;
    }

    private static void same(Tensor read, Tensor written) {
        assertThat(read.type()).isEqualTo(written.type());
        assertThat(read.shape()).isEqualTo(written.shape());
        assertThat(read.memory()).isEqualTo(written.memory());
    }

    @Test
    void arraysComeBackAsTheyWereWritten() {
        tensors().forEach((name, tensor) -> {
            Path file = folder.resolve(name + ".npy");
            files.writeNpy(file, tensor);
            same(files.readNpy(scope, file), tensor);
        });
    }

    @Test
    void headerIsWhatNumPyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        files.writeNpy(file, scope.of(new float[] {1, 2}, 2));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 8);
        String header = new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
        assertThat(header)
                .isEqualTo("\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
                        + " ".repeat(60) + "\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void archivesComeBackAsTheyWereWritten(boolean deflated) throws IOException {
        Path file = folder.resolve("a.npz");
        files.writeNpz(file, tensors(), deflated);
        Map<String, Tensor> read = files.readNpz(scope, file);
        assertThat(read.keySet()).containsExactlyElementsOf(tensors().keySet());
        tensors().forEach((name, tensor) -> same(read.get(name), tensor));

        byte[] first = Files.readAllBytes(file);
        files.writeNpz(file, tensors(), deflated);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void deflatedArrayThatClaimsMoreThanItCanHoldTakesNoMemory() throws IOException {
        Path file = folder.resolve("bomb.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            zip.write(npy("<f4", "(10000000,)", ByteBuffer.allocate(0)));
            zip.closeEntry();
        }
        long before = scope.bytes();
        assertThatThrownBy(() -> files.readNpz(scope, file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("wants 40000000 bytes");
        assertThat(scope.bytes()).isEqualTo(before);
    }

    private static byte[] npy(String descr, String shape, ByteBuffer elements) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        return ByteBuffer.allocate(10 + header.length() + elements.capacity())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(elements.duplicate().clear())
                .array();
    }

    @Test
    void unsignedLongsAreReadWhereTheyFit() throws IOException {
        Path file = folder.resolve("u.npy");
        ByteBuffer two =
                ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN).putLong(5).putLong(Long.MAX_VALUE);
        Files.write(file, npy(">u8", "(2,)", two));
        assertThat(files.readNpy(scope, file).toLongs()).containsExactly(5, Long.MAX_VALUE);
        Files.write(file, npy("<u8", "(1,)", ByteBuffer.allocate(8).putLong(-1)));
        assertThatThrownBy(() -> files.readNpy(scope, file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("18446744073709551615");
    }

    @Test
    void oneTensorOfManyIsReadWithoutTheOthers() {
        Path file = folder.resolve("a.safetensors");
        files.writeSafetensors(file, tensors(), Map.of());
        assertThat(files.readSafetensorsShapes(file))
                .containsEntry("float", Shape.of(2, 3))
                .hasSize(6);
        try (TensorScope other = service.open("other", 24)) {
            same(files.readSafetensors(other, file, "float"), tensors().get("float"));
        }
        assertThatThrownBy(() -> files.readSafetensors(scope, file, "flote"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("no tensor 'flote'")
                .hasMessageContaining("float, double");
    }

    // --- CSV ---

    private NumberTable csv(String text, char delimiter, boolean header) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, text);
        return files.readCsv(scope, file, delimiter, header);
    }

    @Test
    void tableOfNumbersIsReadWithItsNames() throws IOException {
        NumberTable table = csv("\uFEFFa,\"b, \"\"c\"\"\"\r\n1,-2.5e3\r\n\r\n\"3\",NA\r\n ,inf", ',', true);
        assertThat(table.columns()).containsExactly("a", "b, \"c\"");
        assertThat(table.values().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(table.values().toDoubles())
                .containsExactly(1, -2500, 3, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);
    }

    @Test
    void tableNeedsNoHeaderAndTakesAnyDelimiterAndLineEnd() throws IOException {
        assertThat(csv("1;2\n3;4\n", ';', false).values().toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(csv("1\t2\r3\t4", '\t', false).values().toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(csv("1 2\n", ' ', false).columns()).isEmpty();
        assertThat(csv("", ',', false).values().shape()).isEqualTo(Shape.of(0, 0));
        assertThat(csv("a,b\n", ',', true).values().shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void errorsOfATableHaveLineAndColumn() {
        assertThatThrownBy(() -> csv("a,b\n1,2\n3,x4\n", ',', true))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("t.csv:3:3: 'x4' is no number");
        assertThatThrownBy(() -> csv("1,2\r\n3\r\n", ',', false))
                .hasMessageContaining("t.csv:2:1: The row has 1 cells, and the first one has 2");
        assertThatThrownBy(() -> csv("1,\"2\n", ',', false)).hasMessageContaining("A quote is not closed");
        assertThatThrownBy(() -> csv("1,\"2\"3\n", ',', false)).hasMessageContaining("t.csv:1:6: There is text after");
        assertThatThrownBy(() -> csv("1f,0x1p3\n", ',', false)).hasMessageContaining("'1f' is no number");
        Path latin = folder.resolve("l.csv");
        assertThatThrownBy(() -> {
                    Files.write(latin, new byte[] {'1', ',', (byte) 0xE4, '\n'});
                    files.readCsv(scope, latin, ',', false);
                })
                .hasMessageContaining("no text in UTF-8");
    }

    // --- damage ---

    @Test
    void damagedFilesAreToldAndNeverTakenForWhatTheyAreNot() throws IOException {
        Path npy = folder.resolve("f.npy");
        files.writeNpy(npy, tensors().get("float"));
        Path npz = folder.resolve("f.npz");
        files.writeNpz(npz, tensors(), true);
        Path stored = folder.resolve("s.npz");
        files.writeNpz(stored, tensors(), false);
        Path safetensors = folder.resolve("f.safetensors");
        files.writeSafetensors(safetensors, tensors(), Map.of("a", "b"));
        Path csv = folder.resolve("f.csv");
        Files.writeString(csv, "a,b\n1,2\n\"3\",4.5e6\n");
        Random random = new Random(1);
        for (Path file : new Path[] {npy, npz, stored, safetensors, csv}) {
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 400; i++) {
                byte[] damaged = whole.clone();
                if (i % 3 == 0) {
                    damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
                } else {
                    for (int k = 0; k < i % 5; k++) {
                        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                Files.write(file, damaged);
                try (TensorScope own = service.open("damaged", 16 << 20)) {
                    read(own, file);
                } catch (RepriseException e) {
                    assertThat(e.getMessage()).contains(file.getFileName().toString());
                }
            }
        }
    }

    private void read(TensorScope own, Path file) {
        String name = file.toString();
        if (name.endsWith("npy")) {
            files.readNpy(own, file);
        } else if (name.endsWith("npz")) {
            files.readNpz(own, file);
        } else if (name.endsWith("csv")) {
            files.readCsv(own, file, ',', true);
        } else {
            files.readSafetensors(own, file);
            files.readSafetensorsMetadata(file);
        }
    }
}
