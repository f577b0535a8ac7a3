package io.reprise.tensor;

/**
 * Which keys a query sees, and how scores are made. A query that sees nothing gets zeros. The positions of t queries are
 * the last t of those of s keys, so that a few new queries can follow keys that are kept from earlier.
 *
 * @param causal whether a query sees only keys up to its own position
 * @param window how far from its own position a query sees: keys less than so many positions away; 0 for any
 * @param keys bool {@code [b, s]} with b the first axis of the queries, or {@code [s]}: which keys there are (true), as
 *     opposed to padding; null for all
 * @param visible bool, broadcast to the scores {@code [..., t, s]}: which keys a query sees (true); null for all
 * @param bias added to the scores before the softmax, broadcast to them; may be learned; null for none
 * @param scale of the scores; NaN for {@code 1 / sqrt(d)}
 */
public record AttentionSettings(boolean causal, int window, Tensor keys, Tensor visible, Tensor bias, double scale) {
    private static final AttentionSettings ALL = new AttentionSettings(false, 0, null, null, null, Double.NaN);

    /** Checks the window. */
    public AttentionSettings {
        if (window < 0) {
            throw new IllegalArgumentException("attention: wants a window of 0 or more, and got " + window);
        }
    }

    /** Every query sees every key. */
    public static AttentionSettings all() {
        return ALL;
    }

    /** Every query sees the keys up to its own position. */
    public static AttentionSettings upToItself() {
        return new AttentionSettings(true, 0, null, null, null, Double.NaN);
    }

    /** The same with a window. */
    public AttentionSettings within(int positions) {
        return new AttentionSettings(causal, positions, keys, visible, bias, scale);
    }

    /** The same without the keys that are padding (false). */
    public AttentionSettings keys(Tensor present) {
        return new AttentionSettings(causal, window, present, visible, bias, scale);
    }

    /** The same with a mask of what is seen (true). */
    public AttentionSettings visible(Tensor mask) {
        return new AttentionSettings(causal, window, keys, mask, bias, scale);
    }

    /** The same with something added to the scores. */
    public AttentionSettings biased(Tensor added) {
        return new AttentionSettings(causal, window, keys, visible, added, scale);
    }

    /** The same with another scale of the scores. */
    public AttentionSettings scaled(double factor) {
        return new AttentionSettings(causal, window, keys, visible, bias, factor);
    }
}
