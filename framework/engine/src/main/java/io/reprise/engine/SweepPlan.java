package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A sweep that was read and checked: every point fits together. Nothing of it has run yet. */
@ProviderType
public interface SweepPlan {
    /** The sweep file's name without ending. */
    String name();

    /** One line; may be empty. */
    String summary();

    /** The settings that differ between points. */
    List<String> varied();

    /** The points, their runs waiting. */
    List<SweepInfo.Point> points();

    /** The seeds that each point is run with. */
    List<Long> seeds();

    /** How many runs would go on at once on this machine. */
    int parallel();

    /** The whole sweep as YAML, its pipeline and seeds written out; sweeping it again gives the same. */
    String toYaml();
}
