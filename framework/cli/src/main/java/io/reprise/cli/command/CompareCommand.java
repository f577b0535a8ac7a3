package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.Comparison;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts finished runs side by side. */
@Command(
        name = "compare",
        description = "Compares finished runs: settings that differ, metrics, and tests over seeds.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise compare 7 8",
            "  reprise compare sweep:3 --metric validation.loss --figure loss.svg",
            "",
            "Runs that differ in the seed only are one group. Other groups are tested against the first one, seed by seed."
        })
final class CompareCommand extends Action {
    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Names or numbers of runs; sweep:NUMBER for all runs of a sweep.")
    List<String> runs = List.of();

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "Compare by this metric only; may be given more than once.")
    List<String> metrics = List.of();

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            description = "Draw the losses over the steps into this .svg or .png.")
    Path figure;

    @Override
    int call(Output out) {
        Comparison comparison = engine().comparisons().compare(runs, metrics);
        if (figure != null) {
            engine().comparisons().draw(comparison, figure);
        }
        if (out.isJson()) {
            out.json(ComparisonPages.json(comparison));
        } else {
            ComparisonPages.print(out, comparison);
            if (figure != null) {
                out.line("Figure: " + figure);
            }
        }
        return 0;
    }
}
