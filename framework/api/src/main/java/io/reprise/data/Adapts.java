package io.reprise.data;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Says what a transform makes of what, so that an index can offer it where two sides do not fit and it is not installed. Put it on
 * the class that implements {@link TransformFactory}. The forms are those of {@link Field#parse}; the names of columns and
 * symbols stand for any.
 */
@Capability(namespace = Adapts.NAMESPACE)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Adapts {
    /** The namespace of the capability. */
    String NAMESPACE = "reprise.adapter";

    /** The name of the plug-in. */
    @Attribute("name")
    String name();

    /** A column that it takes, for instance {@code image: float[B,C,H,W]}. */
    @Attribute("from")
    String from();

    /** The column that it makes of it, for instance {@code features: float[B,F]}. */
    @Attribute("to")
    String to();
}
