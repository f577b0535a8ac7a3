package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.SweepInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists sweeps, or shows the table of one. */
@Command(
        name = "sweeps",
        description = "Lists the sweeps that were made, or shows what one has found.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  reprise sweeps", "  reprise sweeps 3"})
final class SweepsCommand extends Action {
    @Parameters(paramLabel = "SWEEP", arity = "0..1", description = "The name of a sweep or its number.")
    String id;

    @Override
    int call(Output out) {
        if (id == null) {
            List<SweepInfo> sweeps = engine().sweeps().list();
            if (out.isJson()) {
                out.json(sweeps.stream().map(SweepPages::json).toList());
            } else {
                SweepPages.print(out, sweeps);
            }
        } else {
            SweepInfo sweep = engine().sweeps().get(id);
            if (out.isJson()) {
                out.json(SweepPages.json(sweep, engine().sweeps().table(sweep)));
            } else {
                SweepPages.print(out, sweep, engine().sweeps().table(sweep));
            }
        }
        return 0;
    }
}
