package io.reprise.engine.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.DataSets.Fetched.Outcome;
import io.reprise.engine.DataSets.Status.State;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.testing.TestResources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server on this machine. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FetchingTest {
    private static final byte[] CONTENT = content(300_000);

    @TempDir
    private Path folder;

    private final DataServer server = new DataServer();
    private final Map<String, String> variables = new HashMap<>();
    private final TestResources resources = new TestResources();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private Patience patience = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(1), 3);
    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(5).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Declares the data {@code digits} with the file {@code digits.bin}. */
    private void declare(String more, String... paths) {
        List<String> urls =
                Stream.of(paths).map(path -> server.address(path).toString()).toList();
        resources.data("mnist", "digits", """
                name: digits
                summary: Digits
                licence: public domain
                homepage: https://digits.example
                files:
                  - name: digits.bin
                    what: the digits
                    bytes: %d
                    sha256: %s
                    urls: %s
                """.formatted(CONTENT.length, sha256(CONTENT), urls) + more);
    }

    private DataFiles files() {
        return new DataFiles(
                new DataFolders(List.of(folder.resolve("mine"), home.data())),
                resources,
                home,
                Fetcher.of(home, variables::get, patience));
    }

    private final DataSets.Listener listener = new DataSets.Listener() {
        @Override
        public void fetching(DataSet data, DataSet.File file, URI from) {
            heard.add("fetching " + data.label(file));
        }

        @Override
        public void warning(String message) {
            heard.add("warning " + message);
        }
    };

    private DataSets.Fetched fetch() {
        return new DataSetsService(files())
                .fetch(List.of("digits"), listener, new Cancellation())
                .get(0);
    }

    private Path cached() {
        return home.cache().resolve("data/digits/digits.bin");
    }

    private List<String> cacheFiles() throws IOException {
        try (Stream<Path> all = Files.walk(home.cache().resolve("data/digits"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void downloadsIntoTheCacheAndSaysSo() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");

        DataSets.Fetched fetched = fetch();

        assertThat(fetched.outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(fetched.path()).contains(cached());
        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(cacheFiles()).containsExactly("digits.bin");
        assertThat(heard).containsExactly("fetching digits/digits.bin");
        assertThat(fetch().outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void givesARunWhatItAsksForWhetherOrNotItIsHere() {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");

        assertThat(files().find(Path.of("digits.bin"))).isEmpty();
        Path first = files().get(Path.of("digits.bin"), "the digits", listener, new Cancellation());
        Path again = files().get(Path.of("digits/digits.bin"), "the digits", listener, new Cancellation());

        assertThat(first).isEqualTo(again).hasBinaryContent(CONTENT);
        assertThat(files().find(Path.of("digits.bin"))).contains(first);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void takesTheUsersOwnFileFirst() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        Path mine = Files.createDirectories(folder.resolve("mine/deep")).resolve("digits.bin");
        Files.write(mine, new byte[] {1});

        assertThat(files().get(Path.of("digits.bin"), "the digits", listener, new Cancellation()))
                .isEqualTo(mine);
        assertThat(fetch().outcome()).isEqualTo(Outcome.PRESENT);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void goesOnWhereAConnectionBroke() {
        server.answer("/digits.bin", exchange -> DataServer.send(exchange, CONTENT, 110_000));
        declare("", "/digits.bin");

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(server.asked()).hasSizeGreaterThan(1);
        assertThat(server.asked().subList(1, server.asked().size()))
                .allSatisfy(request -> assertThat(request).contains("bytes="));
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoRanges() {
        AtomicInteger times = new AtomicInteger();
        server.answer("/digits.bin", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, times.incrementAndGet() < 3 ? 100_000 : CONTENT.length);
        });
        declare("", "/digits.bin");

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(cached()).hasBinaryContent(CONTENT);
    }

    @Test
    void goesOnWhereAnEarlierProcessWasKilled() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        Files.createDirectories(cached().getParent());
        Files.write(cached().resolveSibling("digits.bin.part"), java.util.Arrays.copyOf(CONTENT, 200_000));

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(server.asked()).containsExactly("/digits.bin bytes=200000-");
    }

    @Test
    void beginsAnewWhereTheBeginningWasOfAnotherFile() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        Files.createDirectories(cached().getParent());
        Files.write(cached().resolveSibling("digits.bin.part"), new byte[200_000]);

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(server.asked()).containsExactly("/digits.bin bytes=200000-", "/digits.bin");
    }

    @Test
    void dropsABeginningThatIsLongerThanTheFile() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        Files.createDirectories(cached().getParent());
        Files.write(cached().resolveSibling("digits.bin.part"), new byte[400_000]);

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(cached()).hasBinaryContent(CONTENT);
    }

    @Test
    void refusesWhatHasAnotherHashAndKeepsNothingOfIt() throws IOException {
        server.serve("/digits.bin", new byte[CONTENT.length]);
        declare("", "/digits.bin");

        DataSets.Fetched fetched = fetch();

        assertThat(fetched.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fetched.detail())
                .contains(
                        "digits/digits.bin",
                        "what came has SHA-256 " + sha256(new byte[CONTENT.length]),
                        "Expected: the digits, 300,000 bytes with SHA-256 " + sha256(CONTENT),
                        server.address("/digits.bin").toString(),
                        home.data().resolve("digits").toString(),
                        "REPRISE_DATA");
        assertThat(cacheFiles()).isEmpty();
    }

    @Test
    void triesTheNextAddressWhereOneHasNothing() {
        server.answer("/gone.bin", exchange -> DataServer.status(exchange, 404));
        server.serve("/other.bin", new byte[CONTENT.length]);
        server.serve("/digits.bin", CONTENT);
        declare("", "/gone.bin", "/other.bin", "/digits.bin");

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(heard).hasSize(3);
        assertThat(heard.get(1)).contains("/gone.bin: it answered with status 404");
        assertThat(heard.get(2)).contains("/other.bin: what came has SHA-256");
    }

    @Test
    void asksAgainWhereTheServerIsBusy() {
        AtomicInteger times = new AtomicInteger();
        server.answer("/digits.bin", exchange -> {
            if (times.incrementAndGet() < 3) {
                DataServer.status(exchange, 503);
            } else {
                DataServer.send(exchange, CONTENT, CONTENT.length);
            }
        });
        declare("", "/digits.bin");

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void givesUpOnAServerThatIsAlwaysBusy() {
        server.answer("/digits.bin", exchange -> DataServer.status(exchange, 503));
        declare("", "/digits.bin");

        assertThat(fetch().detail()).contains("it answered with status 503");
        assertThat(server.asked()).hasSize(patience.attempts());
    }

    @Test
    void followsReferencesButNotWithoutEndNorToWhatIsNotEncrypted() {
        server.serve("/real.bin", CONTENT);
        server.answer("/digits.bin", exchange -> DataServer.refer(exchange, "/real.bin"));
        declare("", "/digits.bin");
        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

        server.answer("/ring.bin", exchange -> DataServer.refer(exchange, "/ring.bin"));
        server.answer("/plain.bin", exchange -> DataServer.refer(exchange, "http://digits.example/digits.bin"));
        server.answer("/odd.bin", exchange -> DataServer.refer(exchange, "file:///etc/hostname"));
        resources.data("mnist", "loops", """
                name: loops
                summary: Loops
                licence: public domain
                homepage: https://digits.example
                files:
                  - {name: a.bin, what: a, bytes: 3, sha256: %1$s, urls: [%2$s]}
                  - {name: b.bin, what: b, bytes: 3, sha256: %1$s, urls: [%3$s]}
                  - {name: c.bin, what: c, bytes: 3, sha256: %1$s, urls: [%4$s]}
                """.formatted(
                        sha256(CONTENT),
                        server.address("/ring.bin"),
                        server.address("/plain.bin"),
                        server.address("/odd.bin")));

        List<DataSets.Fetched> fetched =
                new DataSetsService(files()).fetch(List.of("loops"), listener, new Cancellation());
        assertThat(fetched.get(0).detail()).contains("without end");
        assertThat(fetched.get(1).detail()).contains("http://digits.example/digits.bin, which is not encrypted");
        assertThat(fetched.get(2).detail()).contains("which is not encrypted");
    }

    @Test
    void refusesAFileOfAnotherSizeBeforeItDownloadsIt() throws IOException {
        server.serve("/digits.bin", content(500_000));
        declare("", "/digits.bin");

        assertThat(fetch().detail()).contains("it has 500000 bytes, not 300000");
        assertThat(cacheFiles()).isEmpty();
    }

    @Test
    void takesNoMoreThanTheDeclaredBytesFromAServerThatDoesNotSayHowMany() throws IOException {
        AtomicInteger sent = new AtomicInteger();
        server.answer("/digits.bin", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[10_000];
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(block);
                sent.addAndGet(block.length);
            }
        });
        declare("", "/digits.bin");

        assertThat(fetch().detail()).contains("it sends more than the 300000 bytes");
        assertThat(sent.get()).isLessThan(1_000_000_000);
        assertThat(home.cache().resolve("data/digits/digits.bin")).doesNotExist();
    }

    @Test
    void endsWhereNothingComesAnyMore() {
        patience = new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofMillis(1), 2);
        CountDownLatch end = new CountDownLatch(1);
        server.answer("/digits.bin", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            await(end);
        });
        declare("", "/digits.bin");

        assertThat(fetch().detail()).contains("nothing came for 0 s");
        end.countDown();
    }

    @Test
    void endsWhereNoAnswerComes() {
        patience = new Patience(
                Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofMillis(1), 1);
        CountDownLatch end = new CountDownLatch(1);
        server.answer("/digits.bin", exchange -> await(end));
        declare("", "/digits.bin");

        assertThat(fetch().detail()).contains("no answer from localhost within 0 s");
        end.countDown();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void stopsWhenCancelledAndGoesOnLater() {
        Cancellation cancellation = new Cancellation();
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        server.answer("/digits.bin", exchange -> {
            if (times.incrementAndGet() > 1) {
                DataServer.send(exchange, CONTENT, CONTENT.length);
                return;
            }
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.getResponseBody().flush();
            await(end);
        });
        declare("", "/digits.bin");
        DataSets.Listener stopping = new DataSets.Listener() {
            @Override
            public void progress(String task, long done, long total) {
                if (done == 100_000) {
                    cancellation.cancel();
                }
            }
        };

        assertThatThrownBy(() -> new DataSetsService(files()).fetch(List.of(), stopping, cancellation))
                .isInstanceOf(CancelledException.class);
        end.countDown();

        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(server.asked()).containsExactly("/digits.bin", "/digits.bin bytes=100000-");
    }

    @Test
    void downloadsOnceForTwoThatAskAtOnce() throws InterruptedException {
        server.answer("/digits.bin", exchange -> DataServer.send(exchange, CONTENT, 60_000));
        declare("", "/digits.bin");
        List<Thread> threads = new ArrayList<>();
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> outcomes.add(fetch().outcome()));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(outcomes).hasSize(4).doesNotContain(Outcome.FAILED);
        assertThat(heard).containsExactly("fetching digits/digits.bin");
        assertThat(cached()).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "tar.gz", "zip"})
    void takesAFileOutOfAnArchive(String format) throws IOException {
        byte[] packed = pack(format, CONTENT);
        server.serve("/packed", packed);
        declare(from(format, packed), "/packed");

        assertThat(fetch()).extracting(DataSets.Fetched::detail).isEqualTo("");

        assertThat(cached()).hasBinaryContent(CONTENT);
        assertThat(cacheFiles()).containsExactly("digits.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "tar.gz", "zip"})
    void refusesAnArchiveWhoseFileIsLongerThanDeclared(String format) throws IOException {
        byte[] packed = pack(format, new byte[50_000_000]);
        server.serve("/packed", packed);
        declare(from(format, packed), "/packed");

        assertThat(fetch().detail()).contains("the file in the archive has more than 300000 bytes");
        assertThat(cacheFiles()).doesNotContain("digits.bin", "digits.bin.unpacked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "zip"})
    void saysThatAnArchiveLacksTheFile(String format) throws IOException {
        byte[] packed = pack(format, CONTENT);
        server.serve("/packed", packed);
        declare(from(format, packed).replace("digits.bin", "nothing.bin"), "/packed");

        assertThat(fetch().detail()).contains("the archive has no file", "nothing.bin");
    }

    private static String from(String format, byte[] packed) {
        return "    from: {archive: " + format + ", bytes: " + packed.length + ", sha256: " + sha256(packed)
                + (format.equals("gz") ? "" : ", member: " + MEMBER) + "}\n";
    }

    private static final String MEMBER = "data-of-digits/" + "long/".repeat(30) + "digits.bin";

    private static byte[] pack(String format, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        switch (format) {
            case "gz" -> {
                try (OutputStream out = new GZIPOutputStream(packed)) {
                    out.write(content);
                }
            }
            case "zip" -> {
                try (ZipOutputStream out = new ZipOutputStream(packed)) {
                    out.putNextEntry(new ZipEntry("readme.txt"));
                    out.putNextEntry(new ZipEntry(MEMBER));
                    out.write(content);
                }
            }
            default -> {
                try (TarArchiveOutputStream out = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
                    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                    TarArchiveEntry entry = new TarArchiveEntry(MEMBER);
                    entry.setSize(content.length);
                    out.putArchiveEntry(entry);
                    out.write(content);
                    out.closeArchiveEntry();
                }
            }
        }
        return packed.toByteArray();
    }

    @Test
    void endsClearlyWhenTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        Files.createDirectories(cached().getParent());
        Files.createSymbolicLink(cached().resolveSibling("digits.bin.part"), full);

        assertThat(fetch().detail()).contains("could not be written", "space");
        assertThat(full).exists();
        assertThat(cached()).doesNotExist();
    }

    @Test
    void saysBeforehandThatThereIsNoSpace() {
        resources.data("mnist", "huge", """
                name: huge
                summary: Huge
                licence: public domain
                homepage: https://digits.example
                files:
                  - {name: huge.bin, what: all, bytes: 9000000000000000000, sha256: %s, urls: [%s]}
                """.formatted("0".repeat(64), server.address("/huge.bin")));

        assertThat(new DataSetsService(files())
                        .fetch(List.of("huge"), listener, new Cancellation())
                        .get(0)
                        .detail())
                .contains("There is no space for this file", "are free", "9,000,000,000,000.0 MB");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void saysWhichFileToPutWhereWhenOffline() {
        declare("", "/digits.bin");
        variables.put("REPRISE_OFFLINE", "1");

        assertThatThrownBy(() -> files().get(Path.of("digits.bin"), "the digits", listener, new Cancellation()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContainingAll(
                        "digits/digits.bin: This file is not here, and Reprise is offline",
                        "300,000 bytes with SHA-256 " + sha256(CONTENT),
                        "Download " + server.address("/digits.bin") + " elsewhere and put digits.bin into "
                                + home.data().resolve("digits"),
                        "REPRISE_DATA",
                        "Without REPRISE_OFFLINE");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void isOfflineAsLongAsItIsAskedToBe() {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        DataSetsService service = new DataSetsService(files());

        try (DataSets.Offline offline = service.goOffline()) {
            assertThat(service.fetch(List.of(), listener, new Cancellation())
                            .get(0)
                            .detail())
                    .contains("Without --offline");
            offline.close();
            assertThat(service.fetch(List.of(), listener, new Cancellation())
                            .get(0)
                            .outcome())
                    .isEqualTo(Outcome.DOWNLOADED);
        }
    }

    @Test
    void saysWhichFileToPutWhereWithoutANetwork() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        resources.data("mnist", "digits", """
                name: digits
                summary: Digits
                licence: public domain
                homepage: https://digits.example
                files:
                  - name: digits.bin
                    what: the digits
                    bytes: 3
                    sha256: %s
                    urls: ["http://localhost:%d/x", "https://digits.invalid/x"]
                """.formatted("0".repeat(64), port));

        assertThat(fetch().detail())
                .contains(
                        "This file could not be downloaded",
                        "no connection to localhost",
                        "no connection to digits.invalid, whose name is not known here",
                        "put digits.bin into " + home.data().resolve("digits"));
    }

    @Test
    void asksTheProxyThatTheEnvironmentNames() throws IOException, InterruptedException {
        try (ServerSocket proxy = new ServerSocket(0)) {
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            Thread thread = new Thread(() -> refuse(proxy, lines));
            thread.start();
            variables.put("https_proxy", "http://localhost:" + proxy.getLocalPort());
            resources.data("mnist", "digits", """
                    name: digits
                    summary: Digits
                    licence: public domain
                    homepage: https://digits.example
                    files:
                      - {name: digits.bin, what: x, bytes: 3, sha256: %s, urls: ["https://digits.invalid/x"]}
                    """.formatted("0".repeat(64)));

            assertThat(fetch().outcome()).isEqualTo(Outcome.FAILED);

            assertThat(lines).first().isEqualTo("CONNECT digits.invalid:443 HTTP/1.1");
            proxy.close();
            thread.join();
        }
    }

    private static void refuse(ServerSocket proxy, List<String> lines) {
        while (!proxy.isClosed()) {
            try (var connection = proxy.accept();
                    var in = new java.io.BufferedReader(
                            new java.io.InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    lines.add(line);
                }
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void tellsHowFilesAreAndDeletesOnlyWhatItDownloaded() throws IOException {
        server.serve("/digits.bin", CONTENT);
        declare("", "/digits.bin");
        DataSetsService service = new DataSetsService(files());
        assertThat(state(service)).isEqualTo(State.MISSING);

        fetch();
        assertThat(state(service)).isEqualTo(State.CACHED);
        assertThat(checked(service).state()).isEqualTo(State.CACHED);

        byte[] damaged = CONTENT.clone();
        damaged[7]++;
        Files.write(cached(), damaged);
        assertThat(checked(service).state()).isEqualTo(State.DAMAGED);
        assertThat(checked(service).detail()).contains("It has SHA-256 " + sha256(damaged));
        assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);
        assertThat(checked(service).state()).isEqualTo(State.CACHED);

        Files.write(cached(), new byte[5]);
        assertThat(state(service)).isEqualTo(State.DAMAGED);
        assertThat(files().find(Path.of("digits.bin"))).isEmpty();

        Path mine = Files.createDirectories(home.data().resolve("digits")).resolve("digits.bin");
        Files.write(mine, CONTENT);
        assertThat(state(service)).isEqualTo(State.YOURS);
        Path other = Files.write(
                Files.createDirectories(cached().resolveSibling("../old")).resolve("x.bin"), CONTENT);

        assertThat(service.clean(List.of("digits"))).containsExactly(cached());
        assertThat(service.clean(List.of())).hasSize(1);
        assertThat(other).doesNotExist();
        assertThat(mine).exists();
    }

    private static State state(DataSets service) {
        return service.status(List.of("digits.bin")).get(0).state();
    }

    private static DataSets.Status checked(DataSets service) {
        return service.check(List.of(), DataSets.Listener.NONE, new Cancellation())
                .get(0);
    }

    @Test
    void namesTheNearestDataToAnUnknownOne() {
        declare("", "/digits.bin");

        assertThatThrownBy(() -> new DataSetsService(files()).status(List.of("digit")))
                .isInstanceOf(RepriseException.class)
                .hasMessageContainingAll("No installed bundle declares data 'digit'", "Did you mean digits?");
    }

    @Test
    void saysThatTwoDataHaveAFileOfOneName() {
        declare("", "/digits.bin");
        resources.data("fashion", "shirts", """
                name: shirts
                summary: Shirts
                licence: public domain
                homepage: https://digits.example
                files:
                  - {name: digits.bin, what: x, bytes: 3, sha256: %s, urls: ["https://digits.invalid/x"]}
                """.formatted("0".repeat(64)));

        assertThatThrownBy(() -> files().get(Path.of("digits.bin"), "the digits", listener, new Cancellation()))
                .hasMessageContainingAll("several data", "digits/digits.bin or shirts/digits.bin");
    }

    @Test
    void knowsWhoUsesAFile() {
        declare("", "/digits.bin");
        resources.pipeline("sparsey", "sparsey", "data: {use: mnist, images: digits/digits.bin}");
        resources.pipeline("other", "other", "data: {use: mnist, images: letters.bin}");
        resources.pipeline("broken", "broken", "data: {use: [");

        assertThat(new DataSetsService(files()).list().get(0).usedBy()).containsExactly("sparsey");
    }

    @Test
    void hidesNoDataBehindABrokenDeclaration() {
        declare("", "/digits.bin");
        resources.data("broken", "broken", "name: broken\nsumary: x\n");

        DataSetsService service = new DataSetsService(files());
        assertThat(service.list()).extracting(DataSet::name).containsExactly("digits");
        assertThat(service.problems()).singleElement().asString().contains("broken.yaml:2:1", "sumary", "summary");
    }

    @Test
    void waitsForNoOneWhenItIsInterrupted() {
        server.answer("/digits.bin", exchange -> DataServer.status(exchange, 503));
        declare("", "/digits.bin");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::fetch).isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
