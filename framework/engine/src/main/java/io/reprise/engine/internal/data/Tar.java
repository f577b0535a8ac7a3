package io.reprise.engine.internal.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds a file in a tape archive as POSIX.1-2001 (pax), POSIX.1-1988 (ustar) and GNU tar write it. The JDK reads none, and the
 * usual library is two megabytes for all that it reads besides.
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int NUMBER_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    /** Long names and attributes are far shorter; what says more is damaged. */
    private static final long MOST_ATTRIBUTES = 1 << 20;

    private final InputStream in;

    private Tar(InputStream in) {
        this.in = in;
    }

    /**
     * The content of a regular file.
     *
     * @param archive read from where it is; to be closed by the caller
     * @param path the file's path in the archive
     * @return empty if there is no such file
     * @throws IOException if the archive is damaged before it
     */
    static Optional<InputStream> find(InputStream archive, String path) throws IOException {
        return new Tar(archive).find(path);
    }

    private Optional<InputStream> find(String path) throws IOException {
        String longName = null;
        long longSize = -1;
        while (true) {
            byte[] header = block();
            if (isZero(header)) {
                return Optional.empty();
            }
            check(header);
            long size = longSize >= 0 ? longSize : number(header);
            switch (header[TYPE]) {
                case 'L' -> longName = text(attributes(number(header)));
                case 'x' -> {
                    byte[] attributes = attributes(number(header));
                    String name = attribute(attributes, "path");
                    longName = name == null ? longName : name;
                    String bytes = attribute(attributes, "size");
                    longSize = bytes == null ? -1 : parse(bytes, 10);
                }
                default -> {
                    boolean file = header[TYPE] == '0' || header[TYPE] == 0;
                    String name = longName == null ? name(header) : longName;
                    if (file && plain(name).equals(plain(path))) {
                        return Optional.of(new Content(in, size));
                    }
                    skip(padded(size));
                    longName = null;
                    longSize = -1;
                }
            }
        }
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("the archive ends too early");
        }
        return block;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The sum of all bytes, with blanks in place of the sum itself. */
    private static void check(byte[] header) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? ' ' : header[i] & 0xff;
        }
        if (sum != parse(text(header, CHECKSUM, CHECKSUM_LENGTH).strip(), 8)) {
            throw new IOException("the archive is damaged, or no tar archive");
        }
    }

    private static String name(byte[] header) {
        String name = text(header, NAME, NAME_LENGTH);
        boolean posix = text(header, MAGIC, 6).equals("ustar");
        String prefix = posix ? text(header, PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The size in the header: octal digits, or GNU's binary form for what those cannot say. */
    private static long number(byte[] header) throws IOException {
        if ((header[SIZE] & 0x80) == 0) {
            return parse(text(header, SIZE, NUMBER_LENGTH).strip(), 8);
        }
        long number = header[SIZE] & 0x7f;
        for (int i = 1; i < NUMBER_LENGTH; i++) {
            if (number > Long.MAX_VALUE >> 8) {
                throw new IOException("the archive says an impossible size");
            }
            number = number << 8 | header[SIZE + i] & 0xff;
        }
        return number;
    }

    private static long parse(String digits, int radix) throws IOException {
        try {
            long number = digits.isEmpty() ? 0 : Long.parseLong(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the archive is damaged, or no tar archive", e);
        }
        throw new IOException("the archive says an impossible size");
    }

    private byte[] attributes(long size) throws IOException {
        if (size > MOST_ATTRIBUTES) {
            throw new IOException("the archive says an impossible length of a name");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("the archive ends too early");
        }
        skip(padded(size) - size);
        return bytes;
    }

    /** The value in records of the form {@code LENGTH KEY=VALUE\n}; null if there is none. */
    private static String attribute(byte[] records, String key) throws IOException {
        String value = null;
        int at = 0;
        while (at < records.length) {
            int blank = at;
            while (blank < records.length && records[blank] != ' ') {
                blank++;
            }
            long length = parse(new String(records, at, blank - at, StandardCharsets.US_ASCII), 10);
            int end = (int) Math.min(records.length, at + length);
            if (length <= blank - at + 1 || at + length > records.length) {
                throw new IOException("the archive has damaged attributes");
            }
            String record = new String(records, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
            if (record.startsWith(key + "=")) {
                value = record.substring(key.length() + 1);
            }
            at = end;
        }
        return value;
    }

    private static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** The text up to the first zero byte. */
    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long padded(long size) throws IOException {
        if (size > Long.MAX_VALUE - BLOCK) {
            throw new IOException("the archive says an impossible size");
        }
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw new IOException("the archive ends too early", e);
        }
    }

    /** As many of an archive's bytes as a file has. */
    private static final class Content extends InputStream {
        private final InputStream in;
        private long left;

        Content(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(bytes, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the archive ends too early");
            }
            left -= count;
            return count;
        }
    }
}
