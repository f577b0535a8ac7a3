package io.reprise.tensor.service.files;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes arrays in NumPy's format, version 1, and archives of them. */
final class NpyWriter {
    private static final byte[] MARK = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    /** The earliest time that a zip archive can tell: equal tensors give equal bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpyWriter() {}

    static void npy(Path file, Tensor tensor) {
        byte[] header = header(tensor);
        AtomicFile.write(file, channel -> {
            Safetensors.writeFully(channel, ByteBuffer.wrap(header));
            Safetensors.writeFully(channel, Safetensors.littleEndian(tensor));
        });
    }

    static void npz(Path file, Map<String, Tensor> tensors, boolean deflated) {
        AtomicFile.write(file, channel -> {
            // Not closed: that would close the file before it is synced.
            ZipOutputStream zip = new ZipOutputStream(new Unclosed(Channels.newOutputStream(channel)));
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                entry(zip, tensor.getKey(), tensor.getValue(), deflated);
            }
            zip.close();
        });
    }

    private static void entry(ZipOutputStream zip, String name, Tensor tensor, boolean deflated) throws IOException {
        byte[] header = header(tensor);
        ByteBuffer elements = Safetensors.littleEndian(tensor);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        if (!deflated) {
            CRC32 sum = new CRC32();
            sum.update(header);
            sum.update(elements.duplicate());
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(header.length + (long) elements.remaining());
            entry.setCompressedSize(entry.getSize());
            entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(header);
        WritableByteChannel out = Channels.newChannel(zip);
        while (elements.hasRemaining()) {
            out.write(elements);
        }
        zip.closeEntry();
    }

    private static byte[] header(Tensor tensor) {
        StringBuilder text = new StringBuilder("{'descr': '")
                .append(descr(tensor.type()))
                .append("', 'fortran_order': False, 'shape': (");
        int[] sizes = tensor.shape().toArray();
        for (int size : sizes) {
            text.append(size).append(sizes.length == 1 ? "," : ", ");
        }
        if (sizes.length > 1) {
            text.setLength(text.length() - 2);
        }
        text.append("), }");
        int before = MARK.length + Short.BYTES;
        while ((before + text.length() + 1) % ALIGNMENT != 0) {
            text.append(' ');
        }
        text.append('\n');
        if (text.length() > 0xFFFF) {
            throw new IllegalArgumentException("the shape " + tensor.shape() + " is too long for a .npy file");
        }
        return ByteBuffer.allocate(before + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARK)
                .putShort((short) text.length())
                .put(text.toString().getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static String descr(ElementType type) {
        return switch (type) {
            case FLOAT -> "<f4";
            case DOUBLE -> "<f8";
            case INT -> "<i4";
            case LONG -> "<i8";
            case BOOL -> "|b1";
        };
    }

    /** Passes all on but the closing. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
