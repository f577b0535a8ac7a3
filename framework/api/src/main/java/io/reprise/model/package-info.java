/** Models, trainers, evaluators, and the capabilities by which they find each other. */
@Export
@Version("1.0.0")
package io.reprise.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
