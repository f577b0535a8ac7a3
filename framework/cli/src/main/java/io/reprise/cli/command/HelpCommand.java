package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a command. */
@Command(name = "help", description = "Prints what a command does, and its options.", sortOptions = false)
final class HelpCommand extends Action {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "One of the commands; left out: all of them.")
    String command;

    @Override
    int call(Output out) {
        CommandLine root = spec.root().commandLine();
        CommandLine asked = command == null ? root : root.getSubcommands().get(command);
        if (asked == null) {
            throw new UnmatchedArgumentException(root, command);
        }
        asked.usage(root.getOut());
        return 0;
    }
}
