package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.DataSet;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.RunInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that teaches a shell to complete this command. */
@Command(
        name = "completion",
        description = "Prints a script that teaches bash or zsh to complete this command.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(reprise completion bash)      in ~/.bashrc",
            "  source <(reprise completion zsh)       in ~/.zshrc"
        })
final class CompletionCommand extends Action {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Target target;

    /** What to print; {@code names} is what the script asks for when the tab key is pressed. */
    enum Target {
        BASH,
        ZSH,
        NAMES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    int call(Output out) {
        if (target == Target.NAMES) {
            names(out);
            return 0;
        }
        // A command of its own without an engine: the script depends on the declarations only.
        CommandLine root = Reprise.described();
        out.line(AutoComplete.bash("reprise", root));
        out.line(namesScript());
        return 0;
    }

    private void names(Output out) {
        List<MethodInfo> methods = engine().catalog().methods();
        out.line("methods " + words(methods.stream().map(MethodInfo::name).toList()));
        out.line("installed "
                + words(methods.stream()
                        .filter(MethodInfo::installed)
                        .map(MethodInfo::name)
                        .toList()));
        out.line("pipelines "
                + words(engine().pipelines().list().stream()
                        .map(PipelineInfo::name)
                        .toList()));
        out.line(
                "runs " + words(engine().runs().list().stream().map(RunInfo::id).toList()));
        out.line("data "
                + words(engine().dataSets().list().stream().map(DataSet::name).toList()));
    }

    private static String words(List<String> names) {
        return String.join(" ", names);
    }

    private static String namesScript() {
        try (InputStream script = CompletionCommand.class.getResourceAsStream("names.bash")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
