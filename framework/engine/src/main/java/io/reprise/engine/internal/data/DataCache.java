package io.reprise.engine.internal.data;

import io.reprise.engine.DataSet;
import io.reprise.engine.internal.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where downloaded files are kept: {@code cache/data/NAME/FILE} in the home folder. */
final class DataCache {
    /** The ending of a download that has not ended. */
    private static final String PART = ".part";

    private static final String LOCKS = ".locks";

    private final Home home;

    DataCache(Home home) {
        this.home = home;
    }

    /** The folder of all data. */
    Path folder() {
        return home.cache().resolve("data");
    }

    /** Where a file is, or will be. */
    Path file(DataSet data, DataSet.File file) {
        return folder().resolve(data.name()).resolve(file.name());
    }

    /** Where its download grows. */
    Path part(DataSet data, DataSet.File file) {
        return folder().resolve(data.name()).resolve(file.name() + PART);
    }

    /** Where it is unpacked. */
    Path unpacked(DataSet data, DataSet.File file) {
        return folder().resolve(data.name()).resolve(file.name() + ".unpacked");
    }

    /** Held by who downloads or deletes it. */
    Path lock(DataSet data, DataSet.File file) {
        return folder().resolve(LOCKS).resolve(data.name() + "-" + file.name());
    }

    /** Whether the file is there with the size that it must have; its hash was compared when it was downloaded. */
    boolean isWhole(DataSet data, DataSet.File file) {
        Path path = file(data, file);
        try {
            return Files.isRegularFile(path) && Files.size(path) == file.bytes();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the user may put the file in place of a download. */
    Path placeForYours(DataSet data) {
        return home.data().resolve(data.name());
    }
}
