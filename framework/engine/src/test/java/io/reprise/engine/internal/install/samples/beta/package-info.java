/** A method for tests. */
package io.reprise.engine.internal.install.samples.beta;
