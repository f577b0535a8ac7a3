package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the page about a run anew. */
@Command(
        name = "report",
        description = "Writes a run's page, report.html, anew and prints where it is.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise report 7",
            "  reprise report 0007-dragon-hatchling --open",
            "",
            "A run writes its page when it ends; this is for one that was killed or still goes on.",
            "The page is one file: figures, metrics, tables, the pipeline and the bundles; it can be sent or printed."
        })
final class ReportCommand extends Action {
    @Parameters(paramLabel = "RUN", description = "The name of a run or its number.")
    String run;

    @Option(names = "--open", description = "Open it in the browser, where there is one.")
    boolean open;

    @Override
    int call(Output out) {
        Path page = engine().reports().write(run);
        if (out.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", page.toAbsolutePath().getParent().getFileName());
            json.put("report", page);
            out.json(json);
        } else {
            out.line(page.toString());
        }
        if (open && !Browser.ofThisMachine().open(page)) {
            out.error("There is no browser to open it in.");
        }
        return 0;
    }
}
