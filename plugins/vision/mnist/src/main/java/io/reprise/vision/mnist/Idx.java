package io.reprise.vision.mnist;

import io.reprise.api.RepriseException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The file format of MNIST: two zero bytes, the type of elements (8 for bytes), the number of axes, their sizes, and the elements
 * in row-major order, big-endian; possibly packed by gzip.
 *
 * @param sizes of the axes
 * @param bytes the elements, each 0 to 255
 */
record Idx(int[] sizes, byte[] bytes) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int GZIP = 0x1f;

    /** More than any set of small images has; a header that says more is wrong. */
    private static final long MOST_BYTES = 1L << 30;

    /**
     * Reads a file.
     *
     * @param axes the number of axes that it must have
     * @throws RepriseException if it is no such file, or is shorter or longer than its header says
     */
    static Idx read(Path file, int axes) {
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file))) {
            plain.mark(1);
            boolean packed = plain.read() == GZIP;
            plain.reset();
            DataInputStream in =
                    new DataInputStream(packed ? new BufferedInputStream(new GZIPInputStream(plain)) : plain);
            int magic = in.readInt();
            if (magic != (UNSIGNED_BYTES << 8 | axes)) {
                throw malformed(file, axes, String.format("It begins with %08x", magic));
            }
            int[] sizes = new int[axes];
            long count = 1;
            for (int i = 0; i < axes; i++) {
                sizes[i] = in.readInt();
                if (sizes[i] < 0 || (count *= sizes[i]) > MOST_BYTES) {
                    throw malformed(file, axes, "Its header says sizes " + Arrays.toString(sizes));
                }
            }
            byte[] bytes = in.readNBytes((int) count);
            if (bytes.length < count || in.read() >= 0) {
                throw malformed(
                        file,
                        axes,
                        "It has " + (bytes.length < count ? "only " + bytes.length : "more than " + count)
                                + " elements where its header says " + Arrays.toString(sizes));
            }
            return new Idx(sizes, bytes);
        } catch (EOFException | ZipException e) {
            throw malformed(file, axes, "It ends too early or is damaged (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
    }

    private static RepriseException malformed(Path file, int axes, String problem) {
        return RepriseException.problem(problem)
                .at(file.toString())
                .expected("an IDX file of bytes with " + axes + (axes == 1 ? " axis" : " axes")
                        + ", plain or gzip, beginning with " + String.format("%08x", UNSIGNED_BYTES << 8 | axes))
                .hint("Take the files of MNIST as they are distributed.");
    }
}
