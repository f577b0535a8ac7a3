/** The data that bundles carry in {@code REPRISE-INF}. */
package io.reprise.engine.internal.resources;
