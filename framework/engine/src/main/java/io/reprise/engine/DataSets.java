package io.reprise.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The data that started bundles declare: where its files are, and how they get here. Wherever names are asked for, {@code NAME}
 * means all files of that data, {@code NAME/FILE} or {@code FILE} one of them, and an empty list everything.
 */
@ProviderType
public interface DataSets {
    /** All data that started bundles declare, ordered by name. */
    List<DataSet> list();

    /** Why declarations of started bundles cannot be read; empty if all can. */
    List<String> problems();

    /**
     * How files are, as far as their names and sizes tell.
     *
     * @throws io.reprise.api.RepriseException if a name is unknown, with the nearest ones
     */
    List<Status> status(List<String> names);

    /**
     * Reads files to their end and compares them with their hashes. Missing ones are none to check.
     *
     * @throws io.reprise.api.RepriseException if a name is unknown, with the nearest ones
     * @throws io.reprise.api.CancelledException if it was cancelled
     */
    List<Status> check(List<String> names, Listener listener, Cancellation cancellation);

    /**
     * Downloads the files that are missing or damaged. A file that cannot be had does not keep the others from being fetched.
     *
     * @throws io.reprise.api.RepriseException if a name is unknown, with the nearest ones; nothing was downloaded then
     * @throws io.reprise.api.CancelledException if it was cancelled; a later call goes on where this one stopped
     */
    List<Fetched> fetch(List<String> names, Listener listener, Cancellation cancellation);

    /**
     * Deletes downloaded files, and what is left of downloads that did not end; never a file that the user has put anywhere.
     * Without names also what no bundle declares any more.
     *
     * @return what was deleted
     * @throws io.reprise.api.RepriseException if a name is unknown, with the nearest ones
     */
    List<Path> clean(List<String> names);

    /** From now on nothing is downloaded in this process, until what is returned is closed. */
    Offline goOffline();

    /** While open, nothing is downloaded. */
    interface Offline extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * How a file is.
     *
     * @param path where it is; empty if it is missing
     * @param detail what is wrong with it; empty if nothing is
     */
    record Status(DataSet data, DataSet.File file, State state, Optional<Path> path, String detail) {
        /** The states. */
        public enum State {
            /** The user's own, in the working directory or a data folder. */
            YOURS,
            /** Downloaded. */
            CACHED,
            /** Not here. */
            MISSING,
            /** Here, but other than the one that is published. */
            DAMAGED
        }
    }

    /**
     * What became of a file that was to be fetched.
     *
     * @param path where it is; empty if it could not be had
     * @param detail why it could not be had; else empty
     */
    record Fetched(DataSet data, DataSet.File file, Outcome outcome, Optional<Path> path, String detail) {
        /** What can become of it. */
        public enum Outcome {
            /** It has been downloaded. */
            DOWNLOADED,
            /** It was here. */
            PRESENT,
            /** It could not be had. */
            FAILED
        }
    }

    /** Follows the fetching and checking of files. Called in the thread that asked for it. */
    interface Listener {
        /** Hears nothing. */
        Listener NONE = new Listener() {};

        /**
         * A file is about to be downloaded.
         *
         * @param from where from, the first of its addresses
         */
        default void fetching(DataSet data, DataSet.File file, URI from) {}

        /** Work on a file goes on; {@code done} and {@code total} are bytes. Called a few times a second, also when nothing comes. */
        default void progress(String task, long done, long total) {}

        /** Something that does not stop the work but should be known: an address that did not serve the file. */
        default void warning(String message) {}
    }
}
