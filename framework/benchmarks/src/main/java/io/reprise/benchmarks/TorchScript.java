package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A work in libtorch as a program that libtorch runs itself, without a call from Java for each operation. All of libtorch's
 * operations can be used so, those too that DJL lacks, and nothing is faster on libtorch's side: Python would cost more.
 *
 * <p>The program is wrapped as a module in the format of {@code torch.jit.save}: a zip archive that holds it as text.
 */
class TorchScript extends Torch {
    /** The version of the format and of the operations; that of libtorch 2. */
    private static final String VERSION = "10\n";

    private PtSymbolBlock program;
    private NDList inputs;

    /**
     * What to run.
     *
     * @param names the names of the inputs in the program
     * @param results the names of what it returns, separated by commas
     */
    final void load(List<String> names, List<NDArray> arrays, String body, String results) {
        // What is compiled while it runs would be compiled after the warm-up too, at each new size.
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(true);
        inputs = new NDList(arrays);
        program = module(names, body, results);
    }

    private PtSymbolBlock module(List<String> names, String body, String results) {
        StringBuilder code = new StringBuilder("class Work(Module):\n")
                .append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n")
                .append("  def forward(self: __torch__.Work");
        names.forEach(name -> code.append(", ").append(name).append(": Tensor"));
        boolean several = results.contains(",");
        code.append(several ? ") -> List[Tensor]:\n" : ") -> Tensor:\n");
        body.lines().forEach(line -> code.append("    ").append(line).append('\n'));
        code.append("    return ")
                .append(several ? "[" + results + "]" : results)
                .append('\n');
        try {
            return JniUtils.loadModule(
                    (PtNDManager) manager, new ByteArrayInputStream(archive(code.toString())), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("libtorch does not read the program:\n" + code, e);
        }
    }

    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", pickledModule());
            put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            // Protocol 2, the empty tuple.
            put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "version", VERSION.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Python's pickle of an object of the class {@code __torch__.Work} with {@code training = True}. */
    private static byte[] pickledModule() throws IOException {
        byte[] field = "training".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        // Protocol 2; the class, the empty tuple and NEWOBJ.
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write("__torch__\nWork\n".getBytes(StandardCharsets.UTF_8));
        pickle.write(new byte[] {')', (byte) 0x81});
        // The dictionary of its fields; BUILD and STOP.
        pickle.write(new byte[] {'}', '(', 'X', (byte) field.length, 0, 0, 0});
        pickle.write(field);
        pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry("work/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    @Override
    List<NDArray> compute() {
        return IValueUtils.forward(program, inputs, true);
    }

    @Override
    public void close() {
        program.close();
        super.close();
    }
}
