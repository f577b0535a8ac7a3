/** Reads, checks, writes and lists the typed settings of plug-ins; usable without an OSGi framework. */
@Export
@Version("1.0.0")
package io.reprise.engine.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
