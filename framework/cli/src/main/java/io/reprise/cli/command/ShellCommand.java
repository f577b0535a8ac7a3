package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import picocli.CommandLine.Command;

/** Opens the shell. */
@Command(
        name = "shell",
        description = "Opens a shell with these commands, tab completion and history.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = {
            "  reprise shell",
            "",
            "In it, 'help' lists the commands, the tab key completes them, 'exit' or Ctrl-D leaves."
        })
final class ShellCommand extends Action {
    @Override
    int call(Output out) {
        return reprise.shell().open();
    }
}
