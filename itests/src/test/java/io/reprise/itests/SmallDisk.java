package io.reprise.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;

/** A disk in memory, small enough to be filled. */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one; a test is skipped where that is not allowed. */
    static SmallDisk mount(Path folder, long bytes) throws IOException, InterruptedException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
        Assume.assumeTrue("this user may not mount a small disk", mounted);
        return new SmallDisk(folder);
    }

    /** Unmounts what a test left there that was killed, if anything. */
    static void unmountLeftOver(Path folder) throws IOException, InterruptedException {
        if (Files.isDirectory(folder)) {
            run("umount", "-l", folder.toString());
        }
    }

    Path folder() {
        return folder;
    }

    /** Fills it up but for so many bytes. */
    void fill(long left) throws IOException {
        byte[] block = new byte[4096];
        long bytes = Files.getFileStore(folder).getUsableSpace() - left;
        try (OutputStream filler = Files.newOutputStream(folder.resolve(FILLER))) {
            for (long written = 0; written < bytes; written += block.length) {
                filler.write(block);
            }
        }
    }

    /** Undoes {@link #fill}. */
    void empty() throws IOException {
        Files.delete(folder.resolve(FILLER));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            Assume.assumeNoException("there is no " + command[0], e);
            throw e;
        }
    }
}
