/** Runs papers' claims and says whether they hold. */
package io.reprise.engine.internal.claims;
