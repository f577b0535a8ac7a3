package io.reprise.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void makesTheFolderThatIsNotThere() {
        Path home = folder.resolve("a/b");
        Home.open(home);
        assertThat(home).isDirectory();
    }

    @Test
    void saysWhatIsWrongWithAHomeThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Home.open(file))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(file + ": The home folder cannot be written: a file is in its place")
                .hasMessageContaining("--home FOLDER");
    }

    @Test
    void saysThatTheDiskIsFull() {
        assertThat(Home.unusable(folder, new IOException("No space left on device")))
                .hasMessageContaining(folder + ": The home folder cannot be written: No space left on device.");
    }

    @Test
    void givesEachProcessAStorageOfItsOwn() {
        Home home = Home.open(folder);
        Path first = home.storage();
        Path second = home.storage();
        assertThat(first).isDirectory().isEmptyDirectory();
        assertThat(second).isDirectory().isNotEqualTo(first);
    }

    @Test
    void removesWhatDeadProcessesLeftAndNothingElse() throws IOException {
        Home home = Home.open(folder);
        Path living = home.storage();
        Path tmp = folder.resolve("tmp");
        // The lock of a dead process is free.
        Files.createFile(tmp.resolve("1-dead.lock"));
        Path left = Files.createDirectories(tmp.resolve("1-dead/bundle1"));
        Files.createFile(left.resolve("bundle.info"));

        home.storage();

        assertThat(tmp.resolve("1-dead")).doesNotExist();
        assertThat(tmp.resolve("1-dead.lock")).doesNotExist();
        assertThat(living).isDirectory();
    }

    @Test
    void setsABigLogAside() throws IOException {
        Home home = Home.open(folder);
        Path log = folder.resolve("log/reprise.log");
        Files.writeString(log, "a line\n");
        home.turnOverLog();
        assertThat(log).exists();

        Files.write(log, new byte[(8 << 20) + 1]);
        home.turnOverLog();
        assertThat(log).doesNotExist();
        assertThat(folder.resolve("log/reprise.1.log")).exists();
    }
}
