/** What the methods of the molecules family share: molecules as texts. */
@Export
@Version("1.0.0")
package io.reprise.molecules;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
