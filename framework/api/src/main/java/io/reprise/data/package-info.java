/** Datasets: named splits of examples that follow a declared schema, and environments that answer actions. */
@Export
@Version("1.0.0")
package io.reprise.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
