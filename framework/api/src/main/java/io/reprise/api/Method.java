package io.reprise.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Declares what a bundle is installed for: a paper's method or a set of data. Put it on the bundle's {@code package-info}.
 * The bundle's named pipelines lie in {@code REPRISE-INF/pipelines}, its paper's claims in {@code REPRISE-INF/claims}.
 */
@Capability(namespace = Method.NAMESPACE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface Method {
    /** The namespace of the capability. */
    String NAMESPACE = "reprise.method";

    /** The name to install it by, lower case with hyphens, for instance {@code dragon-hatchling}. */
    @Attribute(NAMESPACE)
    String name();

    /** The title of the paper or data set. */
    @Attribute("title")
    String title();

    /** Where to find the paper or data, for instance {@code arXiv:2509.26507}. */
    @Attribute("source")
    String source();

    /** The family it belongs to, for instance {@code language}. */
    @Attribute("family")
    String family();

    /** One line that a newcomer understands. */
    @Attribute("summary")
    String summary();
}
