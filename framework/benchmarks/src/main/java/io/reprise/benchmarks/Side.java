package io.reprise.benchmarks;

import java.util.List;

/** One work as one of the two competitors does it. */
interface Side extends AutoCloseable {
    /**
     * Does the work once.
     *
     * @return something that depends on it, so that no compiler leaves it out
     */
    Object run();

    /**
     * What the work computes, for the comparison before the first {@link #run}: outputs, or the loss and the gradients, in an
     * order and a layout that both competitors share.
     */
    List<float[]> results();

    @Override
    void close();
}
