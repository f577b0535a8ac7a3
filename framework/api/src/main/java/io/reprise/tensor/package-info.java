/** The tensor service: memory with scopes, operations, gradients, randomness, optimisers, files. */
@Export
@Version("1.0.0")
package io.reprise.tensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
