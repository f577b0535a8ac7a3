package io.reprise.engine;

/**
 * A named pipeline of an installed bundle.
 *
 * @param name what {@code run} takes
 * @param summary one line
 * @param method the method whose bundle it comes from; empty for a bundle that is no method
 */
public record PipelineInfo(String name, String summary, String method) {}
