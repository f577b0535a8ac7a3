package io.reprise.engine.internal.data;

import io.reprise.engine.DataSet;
import io.reprise.engine.internal.home.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Takes one file out of an archive. */
final class ArchiveMember {
    private static final int BLOCK = 1 << 16;

    private ArchiveMember() {}

    /**
     * Writes the member to a file.
     *
     * @param bytes its size; never more are written
     * @param progress called with the bytes that were written, for each block; what it throws ends the work
     * @throws IOException if the archive is damaged or the member is not there or of another size
     * @throws io.reprise.api.RepriseException if the file cannot be written
     */
    static void unpack(Path packed, DataSet.Archive archive, Path to, long bytes, LongConsumer progress)
            throws IOException {
        switch (archive.format()) {
            case GZ -> {
                try (InputStream in = gunzip(packed)) {
                    copy(in, to, bytes, progress);
                }
            }
            case TAR_GZ -> {
                try (InputStream in = gunzip(packed)) {
                    copy(
                            Tar.find(in, archive.member()).orElseThrow(() -> missing(archive.member())),
                            to,
                            bytes,
                            progress);
                }
            }
            case ZIP -> {
                try (ZipFile zip = new ZipFile(packed.toFile())) {
                    ZipEntry entry = zip.getEntry(archive.member());
                    if (entry == null) {
                        throw missing(archive.member());
                    }
                    try (InputStream in = zip.getInputStream(entry)) {
                        copy(in, to, bytes, progress);
                    }
                }
            }
        }
    }

    private static InputStream gunzip(Path packed) throws IOException {
        return new BufferedInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(packed)), BLOCK), BLOCK);
    }

    private static IOException missing(String member) {
        return new IOException("the archive has no file " + member);
    }

    private static void copy(InputStream in, Path to, long bytes, LongConsumer progress) throws IOException {
        try (OutputStream out = open(to)) {
            byte[] block = new byte[BLOCK];
            long done = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                done += count;
                if (done > bytes) {
                    throw new IOException("the file in the archive has more than " + bytes + " bytes");
                }
                write(out, block, count, to);
                progress.accept(done);
            }
            if (done < bytes) {
                throw new IOException("the file in the archive has " + done + " bytes, not " + bytes);
            }
        }
    }

    private static OutputStream open(Path to) {
        try {
            return Files.newOutputStream(to);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(to, e);
        }
    }

    /** A disk that is full is no fault of the archive. */
    private static void write(OutputStream out, byte[] block, int count, Path to) {
        try {
            out.write(block, 0, count);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(to, e);
        }
    }
}
