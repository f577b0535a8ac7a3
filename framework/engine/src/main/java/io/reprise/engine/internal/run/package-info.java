/** Runs compositions and records them. */
package io.reprise.engine.internal.run;
