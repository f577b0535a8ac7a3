package io.reprise.tensor.service.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    Path folder;

    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");

    @AfterEach
    void close() {
        scope.close();
    }

    private Map<String, Tensor> example() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weights", scope.of(new float[] {1, -2, 3.5f, Float.NaN}, 2, 2));
        tensors.put("scalar", scope.of(new double[] {Math.PI}));
        tensors.put("int", scope.of(new int[] {Integer.MIN_VALUE, 7}, 2));
        tensors.put("long \"quoted\" ü", scope.of(new long[] {Long.MAX_VALUE}, 1));
        tensors.put("bool", scope.of(new boolean[] {true, false, true}, 3));
        tensors.put("empty", scope.zeros(0, 3));
        return tensors;
    }

    @Test
    void safetensorsComeBackAsTheyWere() {
        Path file = folder.resolve("a.safetensors");
        Map<String, Tensor> tensors = example();
        service.files().writeSafetensors(file, tensors, Map.of("format", "pt", "step", "12"));

        Map<String, Tensor> read = service.files().readSafetensors(scope, file);
        assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach((name, tensor) -> {
            assertThat(read.get(name).type()).isEqualTo(tensor.type());
            assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(read.get(name).memory()).isEqualTo(tensor.memory());
        });
        assertThat(service.files().readSafetensorsMetadata(file))
                .containsOnly(Map.entry("format", "pt"), Map.entry("step", "12"));
    }

    @Test
    void safetensorsOfHalfPrecisionAreWidened() throws IOException {
        // 1.5 is 3E00 in binary16 and 3FC0 in bfloat16; 0001 is the smallest subnormal of binary16.
        Path file = safetensors(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[6,8]}}",
                0x00,
                0x3E,
                0x01,
                0x00,
                0x00,
                0xFC,
                0xC0,
                0x3F);
        Map<String, Tensor> read = service.files().readSafetensors(scope, file);
        assertThat(read.get("h").toFloats()).containsExactly(1.5f, 0x1p-24f, Float.NEGATIVE_INFINITY);
        assertThat(read.get("b").toFloats()).containsExactly(1.5f);
    }

    @Test
    void safetensorsThatLieAreRefused() throws IOException {
        refused("at 0 to 8", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 1, 2, 3, 4);
        refused("wants 12 bytes", "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,4]}}", 1, 2, 3, 4);
        refused("type F8", "{\"a\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 1, 2, 3, 4);
        refused("too large", "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999999],\"data_offsets\":[0,4]}}", 1, 2, 3, 4);
        refused(
                "too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000,2000000000],\"data_offsets\":[0,4]}}",
                1,
                2,
                3,
                4);
        refused("no JSON", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 1, 2, 3, 4);
        refused("tensors take 0", "{}", 1);
        refused("no JSON", "[]");
        refused(
                "Duplicate",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
                1,
                2);
        refused(
                "lies at 0 to 1",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                1);
        assertThat(scope.bytes()).isZero();
    }

    private void refused(String message, String header, int... data) throws IOException {
        Path file = safetensors(header, data);
        assertThatThrownBy(() -> service.files().readSafetensors(scope, file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private Path safetensors(String header, int... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (int value : data) {
            bytes.put((byte) value);
        }
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }

    @Test
    void everyTruncationAndManyDamagesOfASafetensorsFileAreRefusedOrRead() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        service.files().writeSafetensors(file, example(), Map.of());
        damaged(file, path -> service.files().readSafetensors(scope, path));
    }

    @Test
    void everyTruncationAndManyDamagesOfANpyFileAreRefusedOrRead() throws IOException {
        Path file = Files.write(folder.resolve("whole.npy"), npy("'<f4'", "False", "(2, 3)", new byte[24]));
        damaged(file, path -> service.files().readNpy(scope, path));
    }

    @Test
    void damagesOfANpzFileAreRefusedOrRead() throws IOException {
        damaged(
                npz(npy("'<f4'", "False", "(2, 3)", new byte[24])),
                path -> service.files().readNpz(scope, path));
    }

    @FunctionalInterface
    private interface Read {
        void from(Path file);
    }

    /** Whatever is in a file, reading it works or fails with a message for users, and never in another way. */
    private void damaged(Path whole, Read read) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve("damaged");
        Random random = new Random(1);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(failsCleanly(read, file)).isTrue();
        }
        for (int i = 0; i < 2000; i++) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            copy[random.nextInt(Math.min(copy.length, 60))] = (byte) random.nextInt(256);
            Files.write(file, copy);
            failsCleanly(read, file);
        }
    }

    private static boolean failsCleanly(Read read, Path file) {
        try {
            read.from(file);
            return false;
        } catch (RepriseException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return true;
        }
    }

    @Test
    void npyOfEveryTypeOrderAndVersionIsRead() throws IOException {
        assertThat(read(npy("'>f8'", "False", "(1,)", bytes(0x3F, 0xF8, 0, 0, 0, 0, 0, 0)))
                        .item())
                .isEqualTo(1.5);
        assertThat(read(npy("'<i2'", "False", "(2,)", bytes(0xFF, 0xFF, 2, 0))).toInts())
                .containsExactly(-1, 2);
        assertThat(read(npy("'|u1'", "False", "()", bytes(200))).toInts()).containsExactly(200);
        assertThat(read(npy("'<u4'", "False", "(1,)", bytes(0xFF, 0xFF, 0xFF, 0xFF)))
                        .toLongs())
                .containsExactly(4294967295L);
        assertThat(read(npy("'|b1'", "False", "(2,)", bytes(1, 0))).toBooleans())
                .containsExactly(true, false);
        Tensor columns = read(npy("'|i1'", "True", "(2, 3)", bytes(1, 4, 2, 5, 3, 6)));
        assertThat(columns.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(columns.toInts()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void npyThatLiesIsRefused() throws IOException {
        refusedNpy("wants 24 bytes of elements, and it has 23", npy("'<f4'", "False", "(2, 3)", new byte[23]));
        refusedNpy("wants 24 bytes of elements, and it has 25", npy("'<f4'", "False", "(2, 3)", new byte[25]));
        refusedNpy("too many elements", npy("'<f4'", "False", "(2000000000, 2000000000, 2000000000)", new byte[4]));
        refusedNpy("too large", npy("'<f4'", "False", "(99999999999,)", new byte[4]));
        refusedNpy("type c8", npy("'<c8'", "False", "(1,)", new byte[8]));
        refusedNpy("descr", npy("[('a', '<f4')]", "False", "(1,)", new byte[4]));
        refusedNpy("mark", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(scope.bytes()).isZero();
    }

    private void refusedNpy(String message, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("made.npy"), content);
        assertThatThrownBy(() -> service.files().readNpy(scope, file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> service.files().readNpz(scope, npz(content)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("array");
    }

    private Tensor read(byte[] content) throws IOException {
        Tensor alone = service.files().readNpy(scope, Files.write(folder.resolve("made.npy"), content));
        Tensor archived = service.files().readNpz(scope, npz(content)).get("array");
        assertThat(archived.memory()).isEqualTo(alone.memory());
        return alone;
    }

    private Path npz(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("array.npy"));
            zip.write(content);
        }
        return Files.write(folder.resolve("made.npz"), bytes.toByteArray());
    }

    private static byte[] npy(String descr, String fortran, String shape, byte[] data) {
        String header = "{'descr': " + descr + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        Path missing = folder.resolve("none.npz");
        for (Read read : new Read[] {
            p -> service.files().readNpz(scope, p),
            p -> service.files().readNpy(scope, p),
            p -> service.files().readSafetensors(scope, p),
            p -> service.files().readSafetensorsMetadata(p)
        }) {
            assertThatThrownBy(() -> read.from(missing))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("no such file");
            assertThatThrownBy(() -> read.from(folder))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("folder");
        }
    }

    @Test
    void failedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("kept.safetensors");
        service.files().writeSafetensors(file, Map.of("a", scope.scalar(1)), Map.of());
        byte[] before = Files.readAllBytes(file);
        Tensor closed;
        try (TensorScope inner = scope.open()) {
            closed = inner.scalar(2);
        }
        assertThatThrownBy(() -> service.files().writeSafetensors(file, Map.of("a", closed), Map.of()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        assertThatThrownBy(
                        () -> service.files().writeSafetensors(folder.resolve("no/such/folder/x"), Map.of(), Map.of()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("can't be written");
    }

    @Test
    void goldenValuesOfTheAuthorsAreRead() {
        String shared = System.getProperty("reprise.shared", "");
        Path golden = Path.of(shared, "golden", "dragon-hatchling.npz");
        assumeTrue(!shared.isEmpty() && Files.isRegularFile(golden), "there are no golden values beside the project");
        Map<String, Tensor> tensors = service.files().readNpz(scope, golden);
        assertThat(tensors).isNotEmpty();
        assertThat(tensors.values()).anyMatch(tensor -> tensor.type() == ElementType.FLOAT);
    }
}
