package io.reprise.engine.internal.data;

import io.reprise.engine.internal.home.AtomicFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Downloads from one address into a file that may hold the beginning already: what has come stays when a connection breaks, and
 * the next attempt asks for the rest.
 */
final class Downloader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST_HOPS = 5;
    private static final int MOST_ATTEMPTS = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_WRONG = 416;

    private final Proxies proxies;
    private final Patience patience;

    Downloader(Proxies proxies, Patience patience) {
        this.proxies = proxies;
        this.patience = patience;
    }

    /** An address that will not serve the file however often it is asked. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Downloads.
     *
     * @param part where to; what it holds is taken for the beginning
     * @param bytes how many there must be; never more are written
     * @param progress called a few times a second with the bytes that are there; what it throws ends the download
     * @throws IOException if the address does not serve so many bytes
     * @throws io.reprise.api.RepriseException if the file cannot be written
     */
    void download(URI address, Path part, long bytes, LongConsumer progress) throws IOException, InterruptedException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(patience.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies);
        proxies.authenticator().ifPresent(builder::authenticator);
        HttpClient client = builder.build();
        int fruitless = 0;
        long most = size(part);
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(client, address, part, bytes, progress);
                return;
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                fruitless = size(part) > most ? 0 : fruitless + 1;
                most = Math.max(most, size(part));
                if (fruitless >= patience.attempts() || attempt >= MOST_ATTEMPTS || isHopeless(e)) {
                    throw e;
                }
                pause(patience.pause().multipliedBy(fruitless + 1L), () -> progress.accept(size(part)));
            }
        }
    }

    /** Where there is no network at all, or no trust, another attempt would only take time. */
    private static boolean isHopeless(IOException e) {
        return e.getCause() instanceof UnknownHostException
                || e.getCause() instanceof UnresolvedAddressException
                || e.getCause() instanceof SSLException;
    }

    private void attempt(HttpClient client, URI address, Path part, long bytes, LongConsumer progress)
            throws IOException, InterruptedException {
        long have = size(part);
        if (have > bytes) {
            Files.delete(part);
            have = 0;
        }
        if (have == bytes) {
            return;
        }
        HttpResponse<Body> response = follow(client, address, have, () -> progress.accept(size(part)));
        try (Body body = response.body()) {
            long from = begin(response, have, bytes, part);
            copy(body, part, from, bytes, progress);
        }
    }

    /** Where the answer's bytes begin in the file. */
    private static long begin(HttpResponse<Body> response, long have, long bytes, Path part) throws IOException {
        int status = response.statusCode();
        long from;
        if (status == OK) {
            from = 0;
        } else if (status == PARTIAL && have > 0) {
            Matcher range =
                    RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != have) {
                Files.delete(part);
                throw new IOException("it served another part of the file than was asked for");
            }
            from = have;
        } else if (status == RANGE_WRONG && have > 0) {
            Files.delete(part);
            throw new IOException("it has no more than the " + have + " bytes that were here");
        } else if (BUSY.contains(status)) {
            throw new IOException("it answered with status " + status);
        } else {
            throw new RefusedException("it answered with status " + status);
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (length >= 0 && from + length != bytes) {
            throw new RefusedException("it has " + (from + length) + " bytes, not " + bytes);
        }
        return from;
    }

    private void copy(Body body, Path part, long from, long bytes, LongConsumer progress)
            throws IOException, InterruptedException {
        try (PartFile file = PartFile.open(part, from, bytes)) {
            long last = System.nanoTime();
            while (true) {
                Body.Came came = body.next(POLL, file::write);
                progress.accept(file.size());
                if (file.isFull() && came == Body.Came.BYTES) {
                    throw new RefusedException("it sends more than the " + bytes + " bytes that the file has");
                }
                if (came == Body.Came.END) {
                    break;
                }
                long now = System.nanoTime();
                if (came == Body.Came.BYTES) {
                    last = now;
                } else if (now - last > patience.stall().toNanos()) {
                    throw new IOException("nothing came for " + patience.stall().toSeconds() + " s");
                }
            }
            if (file.size() < bytes) {
                throw new IOException("it ended after " + file.size() + " of " + bytes + " bytes");
            }
            file.sync();
        }
    }

    /** Asks, and asks again where the answer says that the file is elsewhere. */
    private HttpResponse<Body> follow(HttpClient client, URI address, long have, Runnable alive)
            throws IOException, InterruptedException {
        URI at = address;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            HttpResponse<Body> response = ask(client, at, have, alive);
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            response.body().close();
            String location = response.headers().firstValue("Location").orElse("");
            try {
                at = at.resolve(location);
            } catch (IllegalArgumentException e) {
                throw new RefusedException("it refers to '" + location + "', which is no address");
            }
            if (!Addresses.isAllowed(at) || (Addresses.isLocal(at) && !Addresses.isLocal(address))) {
                throw new RefusedException("it refers to " + at + ", which is not encrypted");
            }
        }
        throw new RefusedException("it refers from address to address without end");
    }

    private HttpResponse<Body> ask(HttpClient client, URI address, long have, Runnable alive)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience.answer())
                .header("User-Agent", "Reprise")
                .header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        CompletableFuture<HttpResponse<Body>> answer = client.sendAsync(request.build(), info -> new Body());
        try {
            while (true) {
                try {
                    return answer.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    alive.run();
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(reason(address, e.getCause()), rootOf(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private String reason(URI address, Throwable failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection to " + address.getHost() + " within "
                    + patience.connect().toSeconds() + " s";
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer from " + address.getHost() + " within "
                    + patience.answer().toSeconds() + " s";
        }
        Throwable root = rootOf(failure);
        if (failure instanceof ConnectException
                || root instanceof UnknownHostException
                || root instanceof UnresolvedAddressException) {
            return "no connection to " + address.getHost()
                    + (root instanceof UnresolvedAddressException || root instanceof UnknownHostException
                            ? ", whose name is not known here"
                            : "");
        }
        if (root instanceof SSLException) {
            return "no trusted connection to " + address.getHost() + " (" + root.getMessage() + ")";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        return root;
    }

    private static void pause(Duration time, Runnable alive) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        do {
            alive.run();
            Thread.sleep(Math.min(POLL.toMillis(), time.toMillis()));
        } while (System.nanoTime() - end < 0);
    }

    private static long size(Path part) {
        try {
            return Files.isRegularFile(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The file that grows. What cannot be written is no fault of the connection, so it is thrown on as what ends the download. */
    private static final class PartFile implements AutoCloseable {
        private final Path path;
        private final FileChannel channel;
        private final long most;
        private long size;
        private boolean full;

        private PartFile(Path path, FileChannel channel, long from, long most) {
            this.path = path;
            this.channel = channel;
            this.size = from;
            this.most = most;
        }

        static PartFile open(Path path, long from, long most) {
            try {
                FileChannel channel = from > 0
                        ? FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                        : FileChannel.open(
                                path,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING);
                return new PartFile(path, channel, from, most);
            } catch (IOException e) {
                throw AtomicFile.cannotWrite(path, e);
            }
        }

        void write(ByteBuffer bytes) {
            if (size + bytes.remaining() > most) {
                full = true;
                return;
            }
            try {
                while (bytes.hasRemaining()) {
                    size += channel.write(bytes);
                }
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        long size() {
            return size;
        }

        /** Whether more came than fits. */
        boolean isFull() {
            return full;
        }

        void sync() {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }

        private RuntimeException cannotWrite(IOException e) {
            RuntimeException failure = AtomicFile.cannotWrite(path, e);
            try {
                Files.deleteIfExists(path);
            } catch (IOException another) {
                failure.addSuppressed(another);
            }
            return failure;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
