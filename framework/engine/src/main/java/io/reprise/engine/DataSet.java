package io.reprise.engine;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Data that a bundle can use and declares, with the addresses where it is published.
 *
 * @param name unique among all data
 * @param summary what it is, in one line
 * @param licence under which it is published
 * @param homepage where it is described
 * @param method the method whose bundle declares it; empty where that is no method, such as a kit
 * @param bundle the symbolic name of that bundle
 * @param usedBy the methods whose claims or pipelines name one of its files, ordered
 * @param files what it consists of
 */
public record DataSet(
        String name,
        String summary,
        String licence,
        URI homepage,
        String method,
        String bundle,
        List<String> usedBy,
        List<File> files) {
    /** Copies the lists. */
    public DataSet {
        usedBy = List.copyOf(usedBy);
        files = List.copyOf(files);
    }

    /** What a file of it is called in messages and requests: {@code mnist/t10k-labels-idx1-ubyte.gz}. */
    public String label(File file) {
        return name + "/" + file.name();
    }

    /**
     * A file.
     *
     * @param name by which pipelines and claims name it
     * @param what it holds, in one line
     * @param bytes its exact size
     * @param sha256 its SHA-256 in hexadecimal
     * @param urls where it, or the archive that holds it, can be downloaded; tried in this order
     * @param archive the archive that holds it, if it is published in one
     */
    public record File(String name, String what, long bytes, String sha256, List<URI> urls, Optional<Archive> archive) {
        /** Copies the list. */
        public File {
            urls = List.copyOf(urls);
        }

        /** How many bytes are downloaded for it. */
        public long downloadBytes() {
            return archive.map(Archive::bytes).orElse(bytes);
        }
    }

    /**
     * What is downloaded where that is not the file itself.
     *
     * @param format how it is packed
     * @param member the file's path in it; empty for {@link Format#GZ}, which holds one file
     * @param bytes its exact size
     * @param sha256 its SHA-256 in hexadecimal
     */
    public record Archive(Format format, String member, long bytes, String sha256) {
        /** How archives are packed. */
        public enum Format {
            /** One file, packed by gzip. */
            GZ("gz"),
            /** A tape archive, packed by gzip. */
            TAR_GZ("tar.gz"),
            /** A zip archive. */
            ZIP("zip");

            private final String ending;

            Format(String ending) {
                this.ending = ending;
            }

            /** As it is written in declarations: {@code tar.gz}. */
            @Override
            public String toString() {
                return ending;
            }
        }
    }
}
