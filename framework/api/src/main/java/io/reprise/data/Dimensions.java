package io.reprise.data;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the symbols of a pipeline's schemas stand for, as far as composing could find out. Immutable. */
public final class Dimensions {
    /** Nothing is known. */
    public static final Dimensions NONE = new Dimensions(Map.of());

    private final Map<String, Integer> sizes;

    private Dimensions(Map<String, Integer> sizes) {
        this.sizes = sizes;
    }

    /** The sizes of symbols by name. */
    public static Dimensions of(Map<String, Integer> sizes) {
        return new Dimensions(Map.copyOf(sizes));
    }

    /** The size that a symbol stands for, if composing found it out. */
    public Optional<Integer> find(String symbol) {
        return Optional.ofNullable(sizes.get(symbol));
    }

    /**
     * The size that a symbol stands for.
     *
     * @throws IllegalStateException if it is not known; a model names what it must know in {@code ModelFactory.signature}
     */
    public int get(String symbol) {
        return find(symbol).orElseThrow(() -> new IllegalStateException("the size " + symbol + " is not known"));
    }

    /** The known sizes by symbol. */
    public Map<String, Integer> toMap() {
        return sizes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dimensions dimensions && sizes.equals(dimensions.sizes);
    }

    @Override
    public int hashCode() {
        return sizes.hashCode();
    }

    /** For instance {@code {T=64, V=256}}. */
    @Override
    public String toString() {
        return new TreeMap<>(sizes).toString();
    }
}
