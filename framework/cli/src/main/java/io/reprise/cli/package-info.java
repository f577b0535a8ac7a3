/** The command line: from arguments to an exit code. */
package io.reprise.cli;
