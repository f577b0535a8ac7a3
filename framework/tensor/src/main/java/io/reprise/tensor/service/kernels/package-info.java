/**
 * What computes: {@link io.reprise.tensor.service.kernels.Kernels} and its implementations on this machine.
 *
 * <p>Exported to bundles that bring kernels of their own, and to them alone: who imports this must name the attribute
 * {@code reprise.executor}, and lives with its changes.
 */
@Export(
        attribute = {"reprise.executor=internal", "mandatory:=reprise.executor"},
        substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
package io.reprise.tensor.service.kernels;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
