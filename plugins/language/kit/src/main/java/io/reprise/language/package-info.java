/** What the methods of the language family share: texts as windows of bytes, the columns of next-token models, sampling. */
@Export
@Version("1.0.0")
package io.reprise.language;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
