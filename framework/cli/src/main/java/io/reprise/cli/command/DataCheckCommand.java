package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSets.Status;
import io.reprise.engine.DataSets.Status.State;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares data with its hashes. */
@Command(
        name = "check",
        description = "Reads data files to their end and compares them with the hashes of those that are published.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise data check",
            "  reprise data check mnist",
            "",
            "The exit code is 1 if a file is damaged. 'reprise data fetch' downloads damaged files again; your own are left",
            "alone."
        })
final class DataCheckCommand extends Action {
    @Parameters(
            paramLabel = "DATA",
            arity = "0..*",
            description = "Names of data, of a file, or DATA/FILE; left out: all.")
    List<String> names = List.of();

    @Override
    int call(Output out) {
        List<Status> files;
        Cancellation cancellation = new Cancellation();
        try (Progress progress = new Progress(out, System::nanoTime)) {
            files = Interrupts.stopping(
                    progress,
                    cancellation,
                    () -> engine().dataSets().check(names, new FetchDisplay(progress, ""), cancellation));
            if (out.isInteractive()) {
                progress.erase();
            }
        } catch (CancelledException e) {
            return reprise.report(e);
        }
        if (out.isJson()) {
            out.json(DataListCommand.json(files));
        } else {
            print(out, files);
        }
        return files.stream().anyMatch(file -> file.state() == State.DAMAGED) ? Reprise.FAILED : 0;
    }

    private static void print(Output out, List<Status> files) {
        List<Status> here =
                files.stream().filter(file -> file.state() != State.MISSING).toList();
        TextTable table = new TextTable("FILE", "STATE", "WHERE");
        for (Status file : here) {
            table.cells(List.of(
                    new Cell(file.data().label(file.file()), Style.BOLD),
                    DataListCommand.state(file),
                    Cell.of(file.path().orElseThrow() + (file.detail().isEmpty() ? "" : ": " + file.detail()))));
        }
        if (!here.isEmpty()) {
            out.table(table, 0);
            out.blank();
        }
        long damaged =
                here.stream().filter(file -> file.state() == State.DAMAGED).count();
        out.line(Quantities.counted(here.size(), "file") + " checked, " + damaged + " damaged, "
                + (files.size() - here.size()) + " missing.");
    }
}
