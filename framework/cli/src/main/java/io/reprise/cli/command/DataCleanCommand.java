package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes downloaded data. */
@Command(
        name = "clean",
        description = "Deletes downloaded data files, and what is left of downloads that did not end; never your own.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  reprise data clean mnist", "  reprise data clean"})
final class DataCleanCommand extends Action {
    @Parameters(
            paramLabel = "DATA",
            arity = "0..*",
            description = "Names of data, of a file, or DATA/FILE; left out: all that was ever downloaded.")
    List<String> names = List.of();

    @Override
    int call(Output out) {
        List<Path> deleted = engine().dataSets().clean(names);
        if (out.isJson()) {
            out.json(deleted.stream().map(Path::toString).toList());
        } else {
            deleted.forEach(file -> out.line("Deleted " + file));
            out.line(Quantities.counted(deleted.size(), "file") + " deleted.");
        }
        return 0;
    }
}
