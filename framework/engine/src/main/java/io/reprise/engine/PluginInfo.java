package io.reprise.engine;

import io.reprise.api.Kind;

/**
 * A plug-in in a list.
 *
 * @param kind what it is
 * @param name what pipelines call it
 * @param summary one line
 * @param method the name of the method whose bundle it comes from; empty for a bundle that is no method (a kit)
 * @param bundle the bundle's symbolic name
 * @param version the bundle's version
 */
public record PluginInfo(Kind kind, String name, String summary, String method, String bundle, String version) {}
