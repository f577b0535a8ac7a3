package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.InstallResult;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Uninstalls methods. */
@Command(
        name = "uninstall",
        description = "Uninstalls methods, and what no other method needs. Runs are kept.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reprise uninstall dragon-hatchling")
final class UninstallCommand extends Action {
    @Parameters(
            paramLabel = "INSTALLED",
            arity = "1..*",
            description = "Names of methods, see 'reprise list --installed'.")
    List<String> names;

    @Override
    int call(Output out) {
        InstallResult result = engine().installer().uninstall(names);
        if (out.isJson()) {
            out.json(InstallCommand.json(result));
        } else {
            InstallCommand.print(out, result);
        }
        return 0;
    }
}
