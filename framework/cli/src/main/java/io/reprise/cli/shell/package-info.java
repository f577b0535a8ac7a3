/**
 * The shell: Gogo with the commands of the command line. Loaded only by the {@code shell} command, so that other
 * commands do not resolve the bundles that these classes need.
 */
package io.reprise.cli.shell;
