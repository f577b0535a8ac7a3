package io.reprise.engine;

/**
 * A method in a list.
 *
 * @param name what it is installed by, for instance {@code dragon-hatchling}
 * @param title the title of the paper or data set
 * @param family for instance {@code language}
 * @param summary one line
 * @param source where to find the paper, for instance {@code arXiv:2509.26507}
 * @param version the bundle's version, of the installed one if it is installed
 * @param installed whether it is installed
 * @param bytes the size of its bundle, without kits; 0 if not known
 * @param bundle the bundle's symbolic name
 */
public record MethodInfo(
        String name,
        String title,
        String family,
        String summary,
        String source,
        String version,
        boolean installed,
        long bytes,
        String bundle) {}
