/** ND4J on the memory of the tensor service, for those who want an {@code INDArray}. */
@Export
@Version("1.0.0")
package io.reprise.nd4j;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
