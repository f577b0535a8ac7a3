package io.reprise.engine;

import java.util.List;

/**
 * All that is known of a method.
 *
 * @param method its entry in the list
 * @param plugins its plug-ins, ordered by kind and name; without settings and contract while it is not installed
 * @param pipelines its named pipelines; the one called like the method is what {@code run NAME} runs
 * @param claims its paper's claims, in the order of the bundle's files
 */
public record MethodDetail(
        MethodInfo method, List<PluginDetail> plugins, List<PipelineInfo> pipelines, List<Claim> claims) {
    /** Copies the lists. */
    public MethodDetail {
        plugins = List.copyOf(plugins);
        pipelines = List.copyOf(pipelines);
        claims = List.copyOf(claims);
    }
}
