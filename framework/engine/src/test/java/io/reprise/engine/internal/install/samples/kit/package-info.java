/** A kit for tests. */
package io.reprise.engine.internal.install.samples.kit;
