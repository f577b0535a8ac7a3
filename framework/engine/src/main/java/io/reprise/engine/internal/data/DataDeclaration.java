package io.reprise.engine.internal.data;

import io.reprise.engine.DataSet;
import io.reprise.engine.internal.yaml.YamlValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads declarations of data. Strict: what is not understood could be a check that is silently not made. */
public final class DataDeclaration {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> KEYS = List.of("name", "summary", "licence", "homepage", "files");
    private static final List<String> FILE_KEYS = List.of("name", "what", "bytes", "sha256", "urls", "from");
    private static final List<String> FROM_KEYS = List.of("archive", "member", "bytes", "sha256");

    private DataDeclaration() {}

    /**
     * The data of a document that stands alone.
     *
     * @param name that of the file without its ending, which the data must have
     * @throws io.reprise.api.RepriseException if it is not as it should be, with file, line and column
     */
    public static DataSet of(YamlValue document, String name) {
        return of(document, name, "", "", Map.of());
    }

    /**
     * The data of a document in a bundle.
     *
     * @param users the methods that use a file, by its name and by {@code NAME/FILE}
     */
    static DataSet of(
            YamlValue document, String name, String method, String bundle, Map<String, ? extends Set<String>> users) {
        YamlValue.Mapping root = document.mapping("data").only(KEYS, "");
        if (!root.text("name").equals(name) || !NAME.matcher(name).matches()) {
            throw root.get("name")
                    .unexpected(
                            "name",
                            NAME.matcher(name).matches()
                                    ? "'" + name + "', as the file is called"
                                    : "a name in lower case with hyphens, and a file called like it");
        }
        URI homepage = uri(root.get("homepage"), "homepage");
        List<DataSet.File> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue value : root.get("files").list("files")) {
            YamlValue.Mapping file = value.mapping("files").only(FILE_KEYS, "");
            files.add(file(file));
            if (!names.add(file.text("name"))) {
                throw file.get("name").unexpected("name", "a name that no other file has");
            }
        }
        if (files.isEmpty()) {
            throw root.get("files").unexpected("files", "at least one file");
        }
        Set<String> usedBy = new TreeSet<>();
        for (DataSet.File file : files) {
            for (String key : List.of(file.name(), name + "/" + file.name())) {
                Set<String> methods = users.get(key);
                if (methods != null) {
                    usedBy.addAll(methods);
                }
            }
        }
        return new DataSet(
                name,
                line(root, "summary"),
                line(root, "licence"),
                homepage,
                method,
                bundle,
                List.copyOf(usedBy),
                files);
    }

    private static DataSet.File file(YamlValue.Mapping file) {
        YamlValue name = file.get("name");
        // A name with a folder in it could lead out of the cache.
        if (!FILE.matcher(name.text("name")).matches()) {
            throw name.unexpected("name", "the name of a file, of letters, digits and ._+-");
        }
        List<URI> urls = new ArrayList<>();
        for (YamlValue url : file.get("urls").list("urls")) {
            URI address = uri(url, "urls");
            if (!Addresses.isAllowed(address)) {
                throw url.unexpected("urls", "addresses that begin with https://");
            }
            urls.add(address);
        }
        if (urls.isEmpty()) {
            throw file.get("urls").unexpected("urls", "at least one address");
        }
        return new DataSet.File(name.text("name"), line(file, "what"), bytes(file), sha256(file), urls, archive(file));
    }

    private static Optional<DataSet.Archive> archive(YamlValue.Mapping file) {
        if (!file.has("from")) {
            return Optional.empty();
        }
        YamlValue.Mapping from = file.get("from").mapping("from").only(FROM_KEYS, "from.");
        String ending = from.text("archive");
        DataSet.Archive.Format format = Arrays.stream(DataSet.Archive.Format.values())
                .filter(known -> known.toString().equals(ending))
                .findFirst()
                .orElseThrow(() -> from.get("archive")
                        .unexpected(
                                "archive",
                                Arrays.stream(DataSet.Archive.Format.values())
                                        .map(Object::toString)
                                        .collect(Collectors.joining(" or "))));
        String member = "";
        if (format != DataSet.Archive.Format.GZ) {
            member = from.text("member");
        } else if (from.has("member")) {
            throw from.get("member").unexpected("member", "no key 'member': a gz holds one file");
        }
        return Optional.of(new DataSet.Archive(format, member, bytes(from), sha256(from)));
    }

    private static long bytes(YamlValue.Mapping in) {
        long bytes = in.get("bytes").whole("bytes");
        if (bytes < 1) {
            throw in.get("bytes").unexpected("bytes", "a size of at least 1");
        }
        return bytes;
    }

    private static String sha256(YamlValue.Mapping in) {
        String text = in.text("sha256");
        if (!SHA256.matcher(text).matches()) {
            throw in.get("sha256").unexpected("sha256", "64 digits of 0-9a-f");
        }
        return text;
    }

    private static String line(YamlValue.Mapping in, String key) {
        String text = in.text(key);
        if (text.isBlank() || text.contains("\n")) {
            throw in.get(key).unexpected(key, "one line of text");
        }
        return text;
    }

    private static URI uri(YamlValue value, String key) {
        String text = value.text(key);
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw value.unexpected(key, "an address that begins with https://").because(e);
        }
        throw value.unexpected(key, "an address that begins with https://");
    }
}
