package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Screen;
import io.reprise.cli.text.Style;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command that all others belong to: global options, and how failures are told. */
@Command(
        name = "reprise",
        description =
                "Installs research methods like apps, runs them on your data, and checks what their papers claim.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        sortOptions = false,
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  reprise demo                               see a method train next to its baseline",
            "  reprise list                               what can be installed",
            "  reprise install dragon-hatchling           install a method",
            "  reprise run dragon-hatchling data.path=my.txt",
            "  reprise reproduce dragon-hatchling         does it do what its paper says?",
            "  reprise help COMMAND                       more about a command"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a run or a claim failed", "2:a wrong request"})
public final class Reprise implements Callable<Integer> {
    /** The exit code of a run or claim that failed, and of faults. */
    static final int FAILED = 1;
    /** The exit code of a request that cannot be met. */
    static final int WRONG = 2;

    private static final Map<String, Supplier<Action>> COMMANDS = commands();

    private final Engine engine;
    private final Screen screen;
    private final ShellOpener shell;

    @Spec
    CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where installed methods and runs are kept; else REPRISE_HOME, else ~/.reprise.")
    Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print results as JSON, problems too.")
    boolean json;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Print without colours; so does the variable NO_COLOR.")
    boolean noColour;

    @Option(
            names = "--offline",
            scope = ScopeType.INHERIT,
            description = "Download nothing; so does the variable REPRISE_OFFLINE=1.")
    boolean offline;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print what the command does, and its options.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    boolean version;

    /**
     * The command.
     *
     * @param engine what it calls
     * @param screen where it prints
     * @param shell opens the shell
     */
    public Reprise(Engine engine, Screen screen, ShellOpener shell) {
        this.engine = engine;
        this.screen = screen;
        this.shell = shell;
    }

    /** Opens the shell. */
    @FunctionalInterface
    public interface ShellOpener {
        /** Reads and runs commands until the user leaves; gives the exit code. */
        int open();
    }

    private static Map<String, Supplier<Action>> commands() {
        Map<String, Supplier<Action>> commands = new LinkedHashMap<>();
        commands.put("list", ListCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("install", InstallCommand::new);
        commands.put("uninstall", UninstallCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("runs", RunsCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("sweep", SweepCommand::new);
        commands.put("sweeps", SweepsCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("reproduce", ReproduceCommand::new);
        commands.put("data", DataCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("shell", ShellCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("help", HelpCommand::new);
        return Collections.unmodifiableMap(commands);
    }

    /** Reads the arguments, does what they say, and gives the exit code. */
    public int execute(String... arguments) {
        // Describing all commands takes a quarter of a second of a process's start; those that the arguments name are
        // enough.
        List<String> named = Arrays.stream(arguments)
                .filter(COMMANDS::containsKey)
                .distinct()
                .toList();
        boolean all = named.isEmpty() || named.contains("help");
        return commandLine(all ? COMMANDS.keySet() : named).execute(arguments);
    }

    /** All commands as they are declared, to look at: they cannot be executed. */
    static CommandLine described() {
        CommandLine line = new CommandLine(new Reprise(null, null, null));
        COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        return line;
    }

    private CommandLine commandLine(Collection<String> commands) {
        CommandLine line = new CommandLine(this);
        commands.forEach(name -> line.addSubcommand(name, COMMANDS.get(name).get()));
        line.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setOut(Screen.writer(screen.out()))
                .setErr(Screen.writer(screen.err()))
                .setParameterExceptionHandler((e, arguments) -> misread(e, List.of(arguments)))
                .setExecutionExceptionHandler((e, command, result) ->
                        e instanceof ParameterException wrong ? misread(wrong, List.of()) : report(e));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                screen.interactive() && System.getenv("NO_COLOR") == null
                        ? CommandLine.Help.Ansi.ON
                        : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(100);
        return line;
    }

    /** Without a command: the help. */
    @Override
    public Integer call() {
        spec.commandLine().usage(screen.out());
        return WRONG;
    }

    Engine engine() {
        return engine;
    }

    ShellOpener shell() {
        return shell;
    }

    Output output() {
        String variable = System.getenv("NO_COLOR");
        return new Output(screen, json, !noColour && (variable == null || variable.isEmpty()));
    }

    /** Tells of a failure and gives the exit code for it. */
    public int report(Throwable failure) {
        Output out = output();
        String message;
        Map<String, Object> error = new LinkedHashMap<>();
        if (failure instanceof RepriseException problem) {
            message = problem.getMessage();
            error.put("message", message);
            error.put("problem", problem.problem());
            error.put("where", problem.where());
            error.put("expected", problem.expected());
            error.put("hint", problem.hint());
        } else if (failure instanceof CancelledException) {
            message = "cancelled.";
            error.put("message", "cancelled");
        } else {
            message = "This is a fault of the program: " + failure
                    + (debug ? "" : System.lineSeparator() + "Run the command again with --debug to see where.");
            error.put("message", failure.toString());
        }
        if (json) {
            out.errorJson(Map.of("error", error));
        } else {
            out.error(out.style(Style.BAD, "reprise:") + " " + message);
        }
        if (debug) {
            out.trace(failure);
        }
        return failure instanceof RepriseException ? WRONG : FAILED;
    }

    private int misread(ParameterException e, List<String> arguments) {
        // The options may not have been read when the mistake was found.
        json |= arguments.contains("--json");
        debug |= arguments.contains("--debug");
        return report(problem(e));
    }

    private static RepriseException problem(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        boolean root = e.getCommandLine().getParent() == null;
        String help = root ? "See 'reprise help'." : "See '" + command + " --help'.";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            if (argument.matches("--?[A-Za-z-]+\\.[^=]+(=.*)?")) {
                return RepriseException.problem("There is no option '" + argument + "'")
                        .hint("Settings are written without dashes: " + argument.replaceFirst("^-+", "") + ".");
            }
            String what = argument.startsWith("-") ? "option" : root ? "command" : "argument here:";
            String suggestions = String.join(
                    ", ", unmatched.getSuggestions().stream().limit(3).toList());
            return RepriseException.problem("There is no " + what + " '" + argument + "'")
                    .hint((suggestions.isEmpty() ? "" : "Did you mean: " + suggestions + "? ") + help);
        }
        String message = e.getMessage();
        return RepriseException.problem(message.endsWith(".") ? message.substring(0, message.length() - 1) : message)
                .hint(help);
    }
}
