package io.reprise.engine.internal.export;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes an event file of TensorBoard: records as in TensorFlow's {@code TFRecord} (length, its checksum, data, its checksum), each
 * an {@code Event} in protocol buffers' encoding.
 */
final class EventWriter implements Closeable {
    private static final String VERSION = "brain.Event:2";
    private static final int CHECKSUM_MASK = 0xa282ead8;

    // Protocol buffers begin each field with its number times 8 plus its wire type: 0 varint, 1 eight bytes, 2 length
    // and
    // bytes, 5 four bytes.
    private static final int EVENT_WALL_TIME = 1 << 3 | 1;
    private static final int EVENT_STEP = 2 << 3;
    private static final int EVENT_FILE_VERSION = 3 << 3 | 2;
    private static final int EVENT_SUMMARY = 5 << 3 | 2;
    private static final int SUMMARY_VALUE = 1 << 3 | 2;
    private static final int VALUE_TAG = 1 << 3 | 2;
    private static final int VALUE_SIMPLE_VALUE = 2 << 3 | 5;

    private final OutputStream out;

    /** A writer to a stream, which it closes; begins with the version of the format. */
    EventWriter(OutputStream out, Instant now) throws IOException {
        this.out = out;
        Message event = event(now);
        event.bytes(EVENT_FILE_VERSION, VERSION.getBytes(StandardCharsets.US_ASCII));
        record(event.toBytes());
    }

    /** The file of a run in a folder; what TensorBoard looks for is the word in the middle. */
    static Path file(Path folder, String run, Instant started) {
        return folder.resolve("events.out.tfevents." + started.getEpochSecond() + "." + run);
    }

    /** Adds the values of a step; nothing if there are none. */
    void scalars(Instant now, long step, Map<String, Double> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        Message summary = new Message();
        values.forEach((tag, number) -> {
            Message value = new Message();
            value.bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8));
            value.fixed(VALUE_SIMPLE_VALUE, number.floatValue());
            summary.bytes(SUMMARY_VALUE, value.toBytes());
        });
        Message event = event(now);
        event.varint(EVENT_STEP, step);
        event.bytes(EVENT_SUMMARY, summary.toBytes());
        record(event.toBytes());
    }

    private static Message event(Instant now) {
        Message event = new Message();
        event.fixed(EVENT_WALL_TIME, now.toEpochMilli() / 1e3);
        return event;
    }

    private void record(byte[] data) throws IOException {
        byte[] length = little(Long.BYTES).putLong(data.length).array();
        out.write(length);
        out.write(checksum(length));
        out.write(data);
        out.write(checksum(data));
    }

    /** CRC32C, rotated and shifted as records have it, so that checksums of checksums stay good ones. */
    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
        return little(Integer.BYTES).putInt(masked).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Hands all records to the system. */
    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** A message in protocol buffers' encoding. */
    private static final class Message {
        private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

        void varint(int field, long value) {
            varint(field);
            varint(value);
        }

        void fixed(int field, double value) {
            varint(field);
            encoded.writeBytes(little(Double.BYTES).putDouble(value).array());
        }

        void fixed(int field, float value) {
            varint(field);
            encoded.writeBytes(little(Float.BYTES).putFloat(value).array());
        }

        void bytes(int field, byte[] value) {
            varint(field);
            varint(value.length);
            encoded.writeBytes(value);
        }

        /** Seven bits a byte, the lowest first; the eighth says that more follow. */
        private void varint(long value) {
            long rest = value;
            for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
                encoded.write((int) (rest & 0x7f | 0x80));
            }
            encoded.write((int) rest);
        }

        byte[] toBytes() {
            return encoded.toByteArray();
        }
    }
}
