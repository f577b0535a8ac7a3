package io.reprise.tensor.service.files;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that tensors are read from; every failure names it. */
final class TensorSource implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private TensorSource(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static TensorSource open(Path path) {
        try {
            if (java.nio.file.Files.isDirectory(path)) {
                throw RepriseException.problem("It is a folder")
                        .at(path.toString())
                        .expected("a file of tensors");
            }
            return new TensorSource(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw RepriseException.problem("There is no such file")
                    .at(path.toString())
                    .because(e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Reads on until the buffer is full. */
    void readFully(ByteBuffer into) {
        try {
            while (into.hasRemaining()) {
                if (channel.read(into) < 0) {
                    throw malformed("It ends before its content does");
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    void position(long position) {
        try {
            channel.position(position);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    RepriseException malformed(String problem) {
        return malformed(path, problem);
    }

    static RepriseException malformed(Path path, String problem) {
        return RepriseException.problem(problem)
                .at(path.toString())
                .hint("The file is damaged, or is not of this format.");
    }

    static RepriseException unreadable(Path path, IOException e) {
        return RepriseException.problem("The file can't be read: " + AtomicFile.reason(e))
                .at(path.toString())
                .because(e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
