/** Puts finished runs side by side. */
package io.reprise.engine.internal.compare;
