/**
 * The engine as the command line, the shell and consoles see it: what is installed, pipelines, runs, claims, and the state of
 * the machine. Every interface here is an OSGi service of the engine's bundle, except {@link io.reprise.engine.Pipeline} and
 * {@link io.reprise.engine.Composition}, which services give out, and the listeners, which callers implement.
 */
@Export
@Version("1.0.0")
package io.reprise.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
