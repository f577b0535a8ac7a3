/** Pipelines as they are written: read from YAML, overridden, and found in bundles. */
package io.reprise.engine.internal.pipeline;
