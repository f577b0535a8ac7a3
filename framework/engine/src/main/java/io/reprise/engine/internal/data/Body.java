package io.reprise.engine.internal.data;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer's bytes as they come, for a thread that waits for them only so long: the JDK's streams would wait forever. */
final class Body implements HttpResponse.BodySubscriber<Body>, AutoCloseable {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    /** What came: bytes, or the end of them with the reason if it is no good one. */
    private record Piece(List<ByteBuffer> bytes, boolean end, Throwable failure) {}

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        pieces.add(new Piece(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), true, null));
    }

    /** What {@link #next} says. */
    enum Came {
        /** Bytes. */
        BYTES,
        /** Nothing in that time. */
        NOTHING,
        /** The end. */
        END
    }

    /** Takes bytes. */
    @FunctionalInterface
    interface Taker {
        void take(ByteBuffer bytes);
    }

    /**
     * Gives on what comes next, if anything comes in that time.
     *
     * @throws IOException if the connection broke
     */
    Came next(Duration time, Taker taker) throws IOException, InterruptedException {
        Piece piece = pieces.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        if (piece == null) {
            return Came.NOTHING;
        }
        if (piece.end()) {
            if (piece.failure() != null) {
                throw new IOException(
                        "the connection broke ("
                                + Optional.ofNullable(piece.failure().getMessage())
                                        .orElse(piece.failure().getClass().getSimpleName())
                                + ")",
                        piece.failure());
            }
            return Came.END;
        }
        piece.bytes().forEach(taker::take);
        subscription.thenAccept(given -> given.request(1));
        return Came.BYTES;
    }

    /** Lets go of the connection. */
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
