package io.reprise.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a plug-in: put it, with {@code @Component}, on the class that implements {@code DatasetFactory},
 * {@code ModelFactory}, {@code TrainerFactory} or {@code EvaluatorFactory}. It becomes service properties, so that plug-ins
 * are listed without being loaded, and a capability of the bundle, so that an index can say where to get one.
 */
@ComponentPropertyType
@Capability(namespace = Plugin.NAMESPACE)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Plugin {
    /** The namespace of the capability. */
    String NAMESPACE = "reprise.plugin";

    /** The prefix of the service properties: {@code reprise.plugin.kind} and so on. */
    String PREFIX_ = "reprise.plugin.";

    /** What kind of plug-in it is. */
    @Attribute("kind")
    Kind kind();

    /** The name users write in a pipeline, lower case with hyphens, for instance {@code text-bytes}. */
    @Attribute("name")
    String name();

    /** One line that a newcomer understands. */
    @Attribute("summary")
    String summary();
}
