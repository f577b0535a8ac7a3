/** Implements the engine. */
package io.reprise.engine.internal;
