/** The page about a run: what its folder holds, in one file that a browser shows and a printer prints. */
package io.reprise.engine.internal.report;
