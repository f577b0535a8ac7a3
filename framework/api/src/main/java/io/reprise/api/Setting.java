package io.reprise.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting: a component of the record that a plug-in's factory takes.
 *
 * <pre>{@code
 * public record BdhSettings(
 *         @Setting(value = "6", min = 1, description = "L: number of layers; all share one set of parameters") int layers,
 *         ...
 * }</pre>
 *
 * Types: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String}, {@code java.nio.file.Path}, enums, and
 * {@code List} of {@code Integer}, {@code Double} or {@code String}. A record may check what concerns several settings in
 * its compact constructor and throw a {@link RepriseException}.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
    /** Marks a setting without a default. */
    String REQUIRED = "\u0000required";

    /** The default as it would be written in a pipeline; lists separated by commas. Left out: the user must give it. */
    String value() default REQUIRED;

    /** One line, beginning with the paper's symbol where it has one. */
    String description();

    /** The unit, for instance {@code ms}; empty for a plain number. */
    String unit() default "";

    /** The least value, included; for a list, of each element. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest value, included; for a list, of each element. */
    double max() default Double.POSITIVE_INFINITY;

    /** The words a text may be; empty for any. */
    String[] choices() default {};
}
