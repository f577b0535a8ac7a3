package io.reprise.cli.shell;

import io.reprise.cli.command.Engine;
import io.reprise.cli.command.Signals;
import io.reprise.cli.command.Suggestions;
import io.reprise.cli.text.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Reads lines and lets Gogo run them, until the user leaves. */
public final class Shell implements AutoCloseable {
    /** The commands of Gogo's own that are of use here: what the output of a command is piped into. */
    private static final String[] FILTERS = {"cat", "clear", "echo", "grep", "head", "less", "sort", "tail", "wc"};

    /** The property of the framework that names the home folder. */
    private static final String HOME = "reprise.home";

    private final BundleContext context;
    private final Engine engine;
    private final Screen screen;
    private final ServiceReference<CommandProcessor> reference;
    private final CommandProcessor processor;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ShellState state = new ShellState();
    private Signals signals = Signals.handle(Map.of());

    private Shell(BundleContext context, Engine engine, Screen screen) {
        this.context = context;
        this.engine = engine;
        this.screen = screen;
        this.reference = context.getServiceReference(CommandProcessor.class);
        if (reference == null) {
            throw new IllegalStateException("Gogo has started without its command processor");
        }
        this.processor = context.getService(reference);
    }

    /**
     * Reads commands from the terminal, or from standard input where there is none.
     *
     * @return 0 from a terminal, else the exit code of the last command
     */
    public static int open(BundleContext context, Engine engine, Screen screen) {
        try (Shell shell = new Shell(context, engine, screen)) {
            return screen.interactive() ? shell.converse() : shell.follow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int converse() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .name("reprise")
                .system(true)
                .dumb(true)
                .encoding(Screen.charset())
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build()) {
            // JLine would take the signals itself, but as a bundle it does not see the class for it.
            signals = Signals.handle(Map.of(
                    "INT", () -> terminal.raise(Terminal.Signal.INT),
                    "CONT", () -> terminal.raise(Terminal.Signal.CONT),
                    "WINCH", () -> terminal.raise(Terminal.Signal.WINCH)));
            CommandSession session = processor.createSession(terminal.input(), terminal.output(), terminal.output());
            Suggestions suggestions = new Suggestions(engine, new PluginSettings(context));
            register(suggestions, terminal::getWidth, true);
            session.put(org.apache.felix.gogo.jline.Shell.VAR_TERMINAL, terminal);
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .appName("reprise")
                    .parser(new Parser())
                    .completer(new ShellCompleter(suggestions))
                    .variable(LineReader.HISTORY_FILE, Path.of(context.getProperty(HOME), "shell-history"))
                    .option(LineReader.Option.AUTO_GROUP, true)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
            screen.out().println("Reprise shell. 'help' lists the commands, the tab key completes, 'exit' leaves.");
            while (!state.isLeaving()) {
                try {
                    execute(session, reader.readLine("reprise> "));
                } catch (UserInterruptException e) {
                    // Ctrl-C clears the line.
                } catch (EndOfFileException e) {
                    break;
                }
            }
            session.close();
            return 0;
        }
    }

    private int follow() throws IOException {
        CommandSession session = processor.createSession(System.in, screen.out(), screen.err());
        register(new Suggestions(engine, new PluginSettings(context)), () -> 0, false);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !state.isLeaving(); line = lines.readLine()) {
            execute(session, line);
        }
        session.close();
        return state.exitCode();
    }

    private void register(Suggestions suggestions, IntSupplier columns, boolean interactive) {
        List<String> names = new ArrayList<>(suggestions.commands());
        names.remove("shell");
        for (String name : names) {
            register(Function.class, new ShellFunction(name, engine, columns, interactive, state), "reprise", name);
        }
        Function exit = (session, arguments) -> {
            state.leave();
            return null;
        };
        register(Function.class, exit, "reprise", "exit", "quit");
        register(Posix.class, new Posix(processor), "gogo", FILTERS);
    }

    private <S> void register(Class<S> type, S service, String scope, String... functions) {
        registrations.add(context.registerService(
                type,
                service,
                FrameworkUtil.asDictionary(
                        Map.of(CommandProcessor.COMMAND_SCOPE, scope, CommandProcessor.COMMAND_FUNCTION, functions))));
    }

    private void execute(CommandSession session, String line) {
        try {
            Object result = session.execute(line);
            if (result != null) {
                screen.out().println(session.format(result, Converter.INSPECT));
            }
        } catch (CommandNotFoundException e) {
            fail("there is no command '" + e.getCommand() + "'. 'help' lists them.");
        } catch (Exception e) {
            // Whatever a line makes Gogo throw (a mistake in its syntax, a command of another bundle): the shell goes
            // on.
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void fail(String message) {
        state.exit(2);
        screen.err().println("reprise: " + message);
    }

    @Override
    public void close() {
        signals.close();
        registrations.forEach(ServiceRegistration::unregister);
        context.ungetService(reference);
    }
}
