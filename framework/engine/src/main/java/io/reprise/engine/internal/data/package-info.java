/** Finds data files: the user's own, those that were downloaded, and those that can be. */
package io.reprise.engine.internal.data;
