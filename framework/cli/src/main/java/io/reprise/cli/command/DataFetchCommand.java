package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSets.Fetched;
import io.reprise.engine.DataSets.Fetched.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads data. */
@Command(
        name = "fetch",
        description = "Downloads data files that are missing or damaged, and compares them with their hashes.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise data fetch mnist",
            "  reprise data fetch tinyshakespeare.txt qm9",
            "  reprise data fetch --all",
            "",
            "Files go to cache/data in the home folder. A download that was stopped goes on where it was. The variables",
            "https_proxy and no_proxy name a proxy. The exit code is 1 if a file could not be had."
        })
final class DataFetchCommand extends Action {
    @Parameters(
            paramLabel = "DATA",
            arity = "0..*",
            description = "Names of data, of a file, or DATA/FILE; see 'reprise data list'.")
    List<String> names = List.of();

    @Option(names = "--all", description = "All data of installed methods.")
    boolean all;

    @Override
    int call(Output out) {
        if (all != names.isEmpty()) {
            throw RepriseException.problem(all ? "--all and names do not go together" : "No data is named")
                    .expected("the name of data, or --all")
                    .hint("See 'reprise data list'.");
        }
        List<Fetched> files;
        Cancellation cancellation = new Cancellation();
        try (Progress progress = new Progress(out, System::nanoTime)) {
            files = Interrupts.stopping(
                    progress,
                    cancellation,
                    () -> engine().dataSets().fetch(names, new FetchDisplay(progress, ""), cancellation));
            if (out.isInteractive()) {
                progress.erase();
            }
        } catch (CancelledException e) {
            return reprise.report(e);
        }
        boolean failed = files.stream().anyMatch(file -> file.outcome() == Outcome.FAILED);
        if (out.isJson()) {
            out.json(files.stream().map(DataFetchCommand::json).toList());
        } else {
            files.forEach(file -> print(out, file));
        }
        return failed ? Reprise.FAILED : 0;
    }

    private static void print(Output out, Fetched fetched) {
        String label = fetched.data().label(fetched.file());
        switch (fetched.outcome()) {
            case DOWNLOADED ->
                out.line("Fetched " + label + " ("
                        + Quantities.bytes(fetched.file().bytes()) + "): "
                        + fetched.path().orElseThrow());
            case PRESENT ->
                out.line("Already here: " + label + ": " + fetched.path().orElseThrow());
            case FAILED -> out.error(out.style(Style.BAD, "reprise:") + " " + fetched.detail());
        }
    }

    private static Map<String, Object> json(Fetched fetched) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", fetched.data().name());
        json.put("file", fetched.file().name());
        json.put("outcome", fetched.outcome().name().toLowerCase(Locale.ROOT));
        json.put("path", fetched.path().map(Object::toString).orElse(null));
        json.put("detail", fetched.detail());
        return json;
    }
}
