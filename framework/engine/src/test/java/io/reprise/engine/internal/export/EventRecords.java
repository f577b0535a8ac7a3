package io.reprise.engine.internal.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads event files back by the description of the format; the checksum is made bit by bit. */
final class EventRecords {
    private EventRecords() {}

    /** A value of an event; the version of the file has the step -1. */
    record Scalar(double wallTime, long step, String tag, float value) {}

    static List<Scalar> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Scalar> scalars = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = take(in, 8);
            check(length, in.getInt());
            byte[] data = take(in, (int)
                    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
            check(data, in.getInt());
            event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), scalars);
        }
        return scalars;
    }

    private static void event(ByteBuffer in, List<Scalar> scalars) {
        double wallTime = 0;
        long step = 0;
        while (in.hasRemaining()) {
            long field = varint(in);
            if (field == 9) {
                wallTime = in.getDouble();
            } else if (field == 16) {
                step = varint(in);
            } else if (field == 26) {
                scalars.add(new Scalar(wallTime, -1, text(message(in)), 0));
            } else if (field == 42) {
                ByteBuffer summary = message(in);
                while (summary.hasRemaining()) {
                    expect(varint(summary), 10);
                    scalars.add(scalar(wallTime, step, message(summary)));
                }
            } else {
                throw new IllegalStateException("field " + field);
            }
        }
    }

    private static Scalar scalar(double wallTime, long step, ByteBuffer in) {
        expect(varint(in), 10);
        String tag = text(message(in));
        expect(varint(in), 21);
        Scalar scalar = new Scalar(wallTime, step, tag, in.getFloat());
        expect(in.remaining(), 0);
        return scalar;
    }

    private static ByteBuffer message(ByteBuffer in) {
        return ByteBuffer.wrap(take(in, (int) varint(in))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(in).toString();
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static void check(byte[] data, int written) {
        expect(maskedChecksum(data), written);
    }

    static int maskedChecksum(byte[] data) {
        int crc = -1;
        for (byte next : data) {
            crc ^= next & 255;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static void expect(long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(found + " in place of " + expected);
        }
    }
}
