/**
 * Tensors outside the heap, and the scopes and the pool that own their memory.
 *
 * <p>Exported to bundles that bring kernels of their own, and to them alone: who imports this must name the attribute
 * {@code reprise.executor}, and lives with its changes.
 */
@Export(
        attribute = {"reprise.executor=internal", "mandatory:=reprise.executor"},
        substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package io.reprise.tensor.service.memory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
