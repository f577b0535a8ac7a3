/** Finds plug-ins as OSGi services. */
package io.reprise.engine.internal.plugins;
