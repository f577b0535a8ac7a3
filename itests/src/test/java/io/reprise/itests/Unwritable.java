package io.reprise.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Assume;

/** Folders that nobody, or not this user, can write to. */
final class Unwritable {
    private Unwritable() {}

    /** The folder, made read-only; where the user may write everywhere (root), one of the kernel's that takes no files. */
    static Path like(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Files.isWritable(folder)) {
            return folder;
        }
        Path kernels = Path.of("/proc/sys");
        Assume.assumeTrue("this user can write everywhere, and there is no /proc/sys", Files.isDirectory(kernels));
        return kernels.resolve("reprise");
    }
}
