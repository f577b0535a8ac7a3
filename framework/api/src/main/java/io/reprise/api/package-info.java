/** What every method sees: how a plug-in is declared, its settings, what a run gives it, and the error users read. */
@Export
@Version("1.0.0")
package io.reprise.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
