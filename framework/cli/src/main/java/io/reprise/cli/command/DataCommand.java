package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import picocli.CommandLine.Command;

/** The commands about data. Alone it lists. */
@Command(
        name = "data",
        description = "Lists, fetches and checks the data that installed methods can use.",
        sortOptions = false,
        synopsisSubcommandLabel = "[list|fetch|check|clean]",
        subcommands = {DataListCommand.class, DataFetchCommand.class, DataCheckCommand.class, DataCleanCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise data list",
            "  reprise data fetch mnist",
            "  reprise data check",
            "",
            "A run or claim that needs one of these files fetches it by itself, unless --offline is given. Your own file of",
            "the name, in the working directory, in REPRISE_DATA or in data/ of the home folder, is always taken first."
        })
final class DataCommand extends Action {
    @Override
    int call(Output out) {
        DataListCommand.print(engine().dataSets(), out);
        return 0;
    }
}
