/**
 * Starts the runtime: one process, one framework with storage of its own, one command. Everything else is a bundle. Start
 * reading at {@link io.reprise.launcher.Main}.
 */
package io.reprise.launcher;
