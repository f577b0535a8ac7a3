package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a command. */
@Command(name = "help", description = "Prints what a command does, and its options.", sortOptions = false)
final class HelpCommand extends Action {
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..2",
            description = "One of the commands, such as 'run' or 'data fetch'; left out: all of them.")
    List<String> commands = List.of();

    @Override
    int call(Output out) {
        CommandLine root = spec.root().commandLine();
        CommandLine asked = root;
        for (String command : commands) {
            CommandLine outer = asked;
            asked = outer.getSubcommands().get(command);
            if (asked == null) {
                throw new UnmatchedArgumentException(outer, command);
            }
        }
        asked.usage(root.getOut());
        return 0;
    }
}
