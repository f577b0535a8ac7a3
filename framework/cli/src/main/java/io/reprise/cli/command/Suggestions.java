package io.reprise.cli.command;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.Pipeline;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.RunInfo;
import io.reprise.engine.settings.SettingInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What could be written next on a command line, given what is there. */
public final class Suggestions {
    /** The dataset, model and trainer in what {@link Pipeline#toYaml()} writes, where {@code use} always comes first. */
    private static final Pattern USES =
            Pattern.compile("(?m)^(data|model|trainer):\\s*\\{?\\s*use:\\s*[\"']?([^\\s,\"'}]+)");

    private final Engine engine;
    private final BiFunction<Kind, String, List<SettingInfo>> settingsOf;
    private final CommandLine root;

    /**
     * Suggestions from what there is.
     *
     * @param engine knows methods, pipelines and runs
     * @param settingsOf the settings of a plug-in, by its kind and name; none if there is no such plug-in
     */
    public Suggestions(Engine engine, BiFunction<Kind, String, List<SettingInfo>> settingsOf) {
        this.engine = engine;
        this.settingsOf = settingsOf;
        this.root = Reprise.described();
    }

    /**
     * One suggestion.
     *
     * @param text the whole word
     * @param group what kind of thing it is; may be empty
     * @param description one line; may be empty
     * @param complete whether the word ends with it; else more must be written
     */
    public record Suggestion(String text, String group, String description, boolean complete) {}

    /** Where a name of a file belongs; whoever asks completes it. */
    public record Words(List<Suggestion> suggestions, Optional<String> fileAfter) {
        static final Words NONE = new Words(List.of(), Optional.empty());

        static Words of(Stream<Suggestion> suggestions) {
            return new Words(suggestions.toList(), Optional.empty());
        }
    }

    /** The names of all commands. */
    public List<String> commands() {
        return List.copyOf(root.getSubcommands().keySet());
    }

    /**
     * What the word could be.
     *
     * @param before the words before it, the command first
     * @param word what is written of it
     */
    public Words suggest(List<String> before, String word) {
        if (before.isEmpty()) {
            return Words.of(commands(root));
        }
        CommandLine command = root.getSubcommands().get(before.get(0));
        if (command == null) {
            return Words.NONE;
        }
        int depth = 1;
        if (before.size() > 1 && command.getSubcommands().containsKey(before.get(1))) {
            command = command.getSubcommands().get(before.get(1));
            depth = 2;
        }
        if (word.startsWith("-")) {
            return Words.of(options(command));
        }
        if (before.size() == depth && !command.getSubcommands().isEmpty()) {
            return Words.of(commands(command));
        }
        List<String> arguments = positional(command, before.subList(depth, before.size()));
        if (arguments == null) {
            return valueOf(command.getCommandSpec().findOption(before.get(before.size() - 1)));
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.index().contains(arguments.size())) {
                return parameter(parameter, arguments, word);
            }
        }
        return Words.NONE;
    }

    private static Stream<Suggestion> commands(CommandLine of) {
        return of.getSubcommands().entrySet().stream()
                .map(command -> new Suggestion(command.getKey(), "commands", summary(command.getValue()), true));
    }

    private static String summary(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static Stream<Suggestion> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(option -> new Suggestion(
                        option.longestName(),
                        "options",
                        option.description().length == 0 ? "" : option.description()[0],
                        true));
    }

    private static Words valueOf(OptionSpec option) {
        boolean file = option.paramLabel().equals("FILE") || option.paramLabel().equals("DIR");
        return file ? new Words(List.of(), Optional.of("")) : Words.NONE;
    }

    /** The arguments that are neither options nor their values; null where the value of an option comes next. */
    private static List<String> positional(CommandLine command, List<String> words) {
        List<String> positional = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                positional.add(word);
                continue;
            }
            OptionSpec option = command.getCommandSpec().findOption(word);
            if (option != null && option.arity().min() > 0 && ++i == words.size()) {
                return null;
            }
        }
        return positional;
    }

    private Words parameter(PositionalParamSpec parameter, List<String> arguments, String word) {
        return switch (parameter.paramLabel()) {
            case "METHOD" -> Words.of(methods(method -> true, arguments));
            case "INSTALLED" -> Words.of(methods(MethodInfo::installed, arguments));
            case "PIPELINE" -> pipelines(word);
            case "KEY=VALUE" -> settings(arguments, word);
            case "RUN" -> Words.of(engine.runs().list().stream().map(Suggestions::run));
            case "SWEEP" ->
                Words.of(engine.sweeps().list().stream()
                        .map(sweep -> new Suggestion(
                                sweep.id(), "sweeps", sweep.state().toString(), true)));
            case "FILE" -> new Words(List.of(), Optional.of(""));
            case "COMMAND" ->
                arguments.isEmpty()
                        ? suggest(List.of(), word)
                        : Words.of(Stream.ofNullable(root.getSubcommands().get(arguments.get(0)))
                                .flatMap(Suggestions::commands));
            case "DATA" -> Words.of(data(arguments));
            case "SHELL" -> Words.of(Stream.of("bash", "zsh").map(name -> new Suggestion(name, "", "", true)));
            default -> Words.NONE;
        };
    }

    private Stream<Suggestion> methods(Predicate<MethodInfo> which, List<String> already) {
        return engine.catalog().methods().stream()
                .filter(which)
                .filter(method -> !already.contains(method.name()))
                .map(method -> new Suggestion(
                        method.name(), method.installed() ? "installed" : "available", method.summary(), true));
    }

    private Stream<Suggestion> data(List<String> already) {
        return engine.dataSets().list().stream()
                .filter(data -> !already.contains(data.name()))
                .map(data -> new Suggestion(data.name(), "data", data.summary(), true));
    }

    /** Names, or files where no name begins so. */
    private Words pipelines(String word) {
        List<Suggestion> names =
                engine.pipelines().list().stream().map(Suggestions::pipeline).toList();
        boolean file =
                !word.isEmpty() && names.stream().noneMatch(name -> name.text().startsWith(word));
        return new Words(names, file ? Optional.of("") : Optional.empty());
    }

    private static Suggestion pipeline(PipelineInfo pipeline) {
        return new Suggestion(pipeline.name(), "pipelines", pipeline.summary(), true);
    }

    private static Suggestion run(RunInfo run) {
        return new Suggestion(run.id(), "runs", run.state().toString(), true);
    }

    private Words settings(List<String> arguments, String word) {
        Map<String, SettingInfo> settings;
        try {
            settings = settings(arguments);
        } catch (RepriseException e) {
            // No such pipeline, or a line that is still being written: the command itself will say so.
            return Words.NONE;
        }
        int equals = word.indexOf('=');
        if (equals >= 0) {
            return values(word.substring(0, equals), settings);
        }
        List<Suggestion> keys = new ArrayList<>();
        settings.forEach((key, setting) -> keys.add(new Suggestion(key + "=", "settings", meaning(setting), false)));
        for (String key : List.of("data", "model", "trainer", "seed")) {
            keys.add(new Suggestion(key + "=", "pipeline", "", false));
        }
        return new Words(keys, Optional.empty());
    }

    private static String meaning(SettingInfo setting) {
        return setting.description()
                + setting.defaultValue().map(value -> " (" + value + ")").orElse("");
    }

    private Words values(String key, Map<String, SettingInfo> settings) {
        for (Kind kind : List.of(Kind.DATASET, Kind.MODEL, Kind.TRAINER)) {
            if (key.equals(kind == Kind.DATASET ? "data" : kind.toString())) {
                return Words.of(engine.catalog().plugins().stream()
                        .filter(plugin -> plugin.kind() == kind)
                        .map(plugin -> new Suggestion(key + "=" + plugin.name(), "", plugin.summary(), true)));
            }
        }
        SettingInfo setting = settings.get(key);
        if (setting == null) {
            return Words.NONE;
        }
        if (setting.type().equals("path")) {
            return new Words(List.of(), Optional.of(key + "="));
        }
        List<String> values = setting.type().equals("boolean") ? List.of("true", "false") : setting.choices();
        return Words.of(values.stream().map(value -> new Suggestion(key + "=" + value, "", "", true)));
    }

    /** The settings of the pipeline that the first argument names, as the others have changed it, by key. */
    private Map<String, SettingInfo> settings(List<String> arguments) {
        List<String> overrides = arguments.subList(1, arguments.size()).stream()
                .filter(argument -> argument.matches("(data|model|trainer|evaluators)=.+"))
                .toList();
        Pipeline pipeline = Requests.read(engine, arguments.get(0)).with(Overrides.parse(overrides));
        Map<String, SettingInfo> settings = new LinkedHashMap<>();
        Matcher uses = USES.matcher(pipeline.toYaml());
        while (uses.find()) {
            String part = uses.group(1);
            Kind kind = part.equals("data") ? Kind.DATASET : Kind.valueOf(part.toUpperCase(Locale.ROOT));
            String name = uses.group(2).substring(uses.group(2).lastIndexOf('/') + 1);
            settingsOf.apply(kind, name).forEach(setting -> settings.put(part + "." + setting.name(), setting));
        }
        for (PluginInfo plugin : engine.catalog().plugins()) {
            String name = plugin.name();
            if (plugin.kind() == Kind.EVALUATOR && pipeline.accepts(name + ".x")) {
                settingsOf
                        .apply(Kind.EVALUATOR, name)
                        .forEach(setting -> settings.put(name + "." + setting.name(), setting));
            }
        }
        engine.pipelines().tensorSettings().forEach(setting -> settings.put("tensor." + setting.name(), setting));
        return settings;
    }
}
