/** Runs a pipeline at many points of settings, with many seeds. */
package io.reprise.engine.internal.sweep;
