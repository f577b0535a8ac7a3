package io.reprise.benchmarks;

import java.util.function.Supplier;

/**
 * A work and its two competitors.
 *
 * @param name what {@code -Dbenchmark} chooses by
 * @param peer who the other one is
 * @param target how many times as fast as the other one we mean to be
 * @param usesBlas whether OpenBLAS has a part in it, so that its choice of kernels matters
 * @param tolerance how far the results may be apart, as the norm of the difference over the norm of the other one's
 */
record Work(
        String name,
        Peer peer,
        double target,
        boolean usesBlas,
        double tolerance,
        Supplier<Side> ours,
        Supplier<Side> other) {

    /** The other competitor. */
    enum Peer {
        LIBTORCH("libtorch"),
        OPENBLAS("OpenBLAS, called directly");

        final String title;

        Peer(String title) {
            this.title = title;
        }
    }

    /** A work in which matrix products have a part, against libtorch. */
    static Work withProducts(String name, double target, Supplier<Side> ours, Supplier<Side> libtorch) {
        return new Work(name, Peer.LIBTORCH, target, true, 1e-4, ours, libtorch);
    }

    /** A work without matrix products, against libtorch. */
    static Work without(String name, double target, Supplier<Side> ours, Supplier<Side> libtorch) {
        return new Work(name, Peer.LIBTORCH, target, false, 1e-5, ours, libtorch);
    }

    /** The same work with results that may be further apart. */
    Work within(double distance) {
        return new Work(name, peer, target, usesBlas, distance, ours, other);
    }
}
