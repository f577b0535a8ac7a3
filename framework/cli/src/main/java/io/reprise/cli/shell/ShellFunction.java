package io.reprise.cli.shell;

import io.reprise.api.RepriseException;
import io.reprise.cli.command.Engine;
import io.reprise.cli.command.Reprise;
import io.reprise.cli.text.Screen;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;

/**
 * One command of the command line as a command of Gogo.
 *
 * @param name the command
 * @param engine what it calls
 * @param columns the width of the terminal
 * @param interactive whether the shell talks to a person
 * @param state where its exit code goes
 */
record ShellFunction(String name, Engine engine, IntSupplier columns, boolean interactive, ShellState state)
        implements Function {
    private static final int STANDARD_OUTPUT = 1;

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        Process process = Process.Utils.current();
        // In "list | grep x" the command's output is a pipe.
        boolean watched = interactive && process.isTty(STANDARD_OUTPUT);
        Screen screen = Screen.of(process.out(), process.err(), watched, columns);
        Reprise reprise = new Reprise(engine, screen, () -> {
            throw RepriseException.problem("This is the shell already");
        });
        String[] words = Stream.concat(Stream.of(name), arguments.stream().map(String::valueOf))
                .toArray(String[]::new);
        int code = reprise.execute(words);
        state.exit(code);
        process.error(code);
        return null;
    }
}
