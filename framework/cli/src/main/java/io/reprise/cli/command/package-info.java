/** One class a command: its arguments, one call of the engine, what it prints. */
package io.reprise.cli.command;
