package io.reprise.engine.internal.resources;

import java.util.List;
import java.util.function.Supplier;

/** The data that running bundles carry: named pipelines, claims and declarations of data. */
public interface Resources {
    /** The folder of named pipelines in a bundle. */
    String PIPELINES = "REPRISE-INF/pipelines";

    /** The folder of claims in a bundle. */
    String CLAIMS = "REPRISE-INF/claims";

    /** The folder of declarations of data in a bundle. */
    String DATA = "REPRISE-INF/data";

    /** The pipelines of all running bundles, ordered by name and bundle. */
    List<Resource> pipelines();

    /** The files of claims of all running bundles, ordered by bundle and name. */
    List<Resource> claims();

    /** The declarations of data of all running bundles, ordered by name and bundle. */
    List<Resource> data();

    /** The names of the methods whose bundles run, ordered. */
    List<String> methods();

    /**
     * A YAML file in a bundle.
     *
     * @param method the method that the bundle is; empty if it is none
     * @param bundle the bundle's symbolic name
     * @param name the file's name without ending
     * @param path its path in the bundle
     * @param text reads it
     */
    record Resource(String method, String bundle, String name, String path, Supplier<String> text) {
        /** What it is called in messages. */
        public String place() {
            return bundle + "!" + path;
        }

        /** What tells it from one of the same name: the method, or the bundle where that is no method. */
        public String qualifier() {
            return method.isEmpty() ? bundle : method;
        }
    }
}
