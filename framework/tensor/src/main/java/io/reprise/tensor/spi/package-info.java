/**
 * Native memory behind tensors, for bundles that hand tensors to native libraries without copying. Not for method
 * authors.
 */
@Export
@Version("1.0.0")
package io.reprise.tensor.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
