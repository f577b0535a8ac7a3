/** Puts the parts of a pipeline together and checks that they fit. */
package io.reprise.engine.internal.compose;
