package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.ClaimResult.Verdict;
import io.reprise.engine.DataSets;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the claims of papers. */
@Command(
        name = "reproduce",
        description = "Runs what a paper claims, and says claim by claim whether it holds.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise reproduce dragon-hatchling",
            "  reprise reproduce dragon-hatchling --claim beats-transformer --seeds 3",
            "  reprise reproduce dragon-hatchling data.path=my.txt",
            "  reprise reproduce dragon-hatchling --fresh tensor.executor=nd4j",
            "  reprise reproduce --all --quick",
            "",
            "Runs whose method, settings and seed have not changed are taken from earlier calls; --fresh makes them anew.",
            "The exit code is 1 if a claim fails. A claim that lacks a data file, which cannot be fetched,",
            "is not run, and does not fail."
        })
final class ReproduceCommand extends Action {
    @Parameters(
            paramLabel = "METHOD",
            arity = "0..*",
            description = "Names of installed methods; and KEY=VALUE settings for all runs that have the key.")
    List<String> arguments = List.of();

    @Option(names = "--all", description = "All installed methods.")
    boolean all;

    @Option(names = "--claim", paramLabel = "ID", description = "Only this claim; may be given more than once.")
    List<String> claims = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Use the seeds 1 to N in place of each claim's own; or these: 7,8,9.")
    String seeds = "";

    @Option(names = "--quick", description = "Of each method only the claim that takes least time.")
    boolean quick;

    @Option(names = "--fresh", description = "Make every run anew.")
    boolean fresh;

    @Override
    int call(Output out) {
        List<String> methods = methods();
        Reproducer.Options options = new Reproducer.Options(
                Set.copyOf(claims),
                seeds(seeds),
                Overrides.parse(arguments.stream().filter(Overrides::isOne).toList()),
                quick,
                fresh);
        // All names are looked up before hours are spent on the first.
        methods.forEach(method -> engine().reproducer().claims(method));
        List<ClaimResult> results = new ArrayList<>();
        Cancellation cancellation = new Cancellation();
        int failed = 0;
        Progress progress = new Progress(out, System::nanoTime);
        try (progress) {
            Display display = new Display(progress, results);
            for (String method : methods) {
                Interrupts.stopping(
                        progress,
                        cancellation,
                        () -> engine().reproducer().reproduce(method, options, display, cancellation));
            }
        } catch (CancelledException e) {
            failed = reprise.report(e);
        }
        if (out.isJson()) {
            out.json(results.stream().map(ClaimPages::json).toList());
        } else if (!results.isEmpty()) {
            ClaimPages.print(out, results);
        }
        boolean fails = results.stream().anyMatch(result -> result.verdict() == Verdict.FAILS);
        return fails ? Reprise.FAILED : failed;
    }

    private List<String> methods() {
        List<String> named = arguments.stream()
                .filter(argument -> !Overrides.isOne(argument))
                .toList();
        if (all) {
            if (!named.isEmpty()) {
                throw RepriseException.problem("--all and names of methods do not go together")
                        .expected("one of them");
            }
            named = engine().catalog().methods().stream()
                    .filter(MethodInfo::installed)
                    .map(MethodInfo::name)
                    .filter(method -> !engine().reproducer().claims(method).isEmpty())
                    .toList();
            if (named.isEmpty()) {
                throw RepriseException.problem("No method with claims is installed")
                        .hint("See 'reprise list' and 'reprise install NAME'.");
            }
        }
        if (named.isEmpty()) {
            throw RepriseException.problem("No method is named")
                    .expected("the name of an installed method, or --all")
                    .hint("See 'reprise list --installed'.");
        }
        return List.copyOf(new java.util.LinkedHashSet<>(named));
    }

    /** The seeds asked for: a number N means 1 to N; a list with commas means itself. */
    static List<Long> seeds(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            if (text.indexOf(',') < 0) {
                long count = Long.parseLong(text.strip());
                if (count >= 1 && count <= 1000) {
                    return LongStream.rangeClosed(1, count).boxed().toList();
                }
            } else {
                List<Long> list = new ArrayList<>();
                for (String seed : text.split(",", -1)) {
                    list.add(Long.valueOf(seed.strip()));
                }
                if (new HashSet<>(list).size() == list.size()) {
                    return list;
                }
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw RepriseException.problem("'" + text + "' says no seeds")
                .at("--seeds")
                .expected("how many, from 1 to 1000, or different whole numbers with commas, for instance 1337,7,8");
    }

    /** Shows what is being run, and keeps what is decided even if a later claim is cancelled. */
    private record Display(Progress progress, List<ClaimResult> results) implements Reproducer.Listener {
        @Override
        public void claimStarted(Claim claim, int number, int of) {
            progress.say(
                    "Claim " + number + " of " + of + ", " + claim.method() + " " + claim.id() + ": " + claim.says());
        }

        @Override
        public DataSets.Listener fetching(Claim claim) {
            return new FetchDisplay(progress, "  ");
        }

        @Override
        public RunListener runStarted(Claim claim, String run, long seed) {
            return new RunDisplay(progress, "  " + run + ", seed " + seed + ":");
        }

        @Override
        public void runShared(Claim claim, String run, long seed, String folder) {
            progress.say("  " + run + ", seed " + seed + ": taken from " + folder);
        }

        @Override
        public void claimFinished(ClaimResult result) {
            results.add(result);
            progress.say("  " + ClaimPages.word(result.verdict())
                    + (result.reason().isEmpty() ? "" : ": " + result.reason()));
        }
    }
}
