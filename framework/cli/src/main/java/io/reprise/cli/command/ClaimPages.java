package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.ClaimResult.Measured;
import io.reprise.engine.ClaimResult.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of claims, for people and for programs. */
final class ClaimPages {
    private ClaimPages() {}

    static void print(Output out, List<ClaimResult> results) {
        boolean many = results.stream()
                        .map(result -> result.claim().method())
                        .distinct()
                        .count()
                > 1;
        out.blank();
        TextTable table = new TextTable("CLAIM", "PAPER", "MEASURED", "EXPECTED", "VERDICT");
        for (ClaimResult result : results) {
            Claim claim = result.claim();
            Cell name = new Cell(many ? claim.method() + " " + claim.id() : claim.id(), Style.BOLD);
            for (int i = 0; i < claim.expect().size(); i++) {
                boolean first = i == 0;
                table.cells(List.of(
                        first ? name : Cell.of(""),
                        Cell.of(first ? claim.paper() : ""),
                        measured(result, i),
                        Cell.of(claim.expect().get(i).quantity() + " "
                                + claim.expect().get(i).range()),
                        first ? new Cell(word(result.verdict()), style(result.verdict())) : Cell.of("")));
            }
        }
        out.table(table, 0);
        out.blank();
        for (ClaimResult result : results) {
            notes(result).forEach(note -> out.paragraph(result.claim().id() + ": " + note, 0));
        }
        out.line(summary(results));
    }

    private static Cell measured(ClaimResult result, int expectation) {
        if (expectation >= result.measured().size()) {
            return Cell.of("-");
        }
        Measured measured = result.measured().get(expectation);
        String text = Quantities.number(measured.mean());
        if (measured.values().size() > 1) {
            text += " \u00b1 " + Quantities.number(measured.spread());
        }
        return new Cell(text, measured.holds() ? Style.PLAIN : Style.BAD);
    }

    /** What the table's rows do not say: how the runs differ from the paper's, and why a claim did not hold. */
    private static List<String> notes(ClaimResult result) {
        Claim claim = result.claim();
        List<String> notes = new ArrayList<>();
        if (!claim.reduced().isEmpty()) {
            notes.add(claim.scale() + " scale: " + claim.reduced() + ".");
        }
        for (Measured measured : result.measured()) {
            if (!measured.holds()) {
                notes.add("fails: " + measured.expectation().quantity() + " is "
                        + Quantities.number(measured.mean()) + ", expected "
                        + measured.expectation().range() + ".");
            }
        }
        if (!result.reason().isEmpty()) {
            notes.add(word(result.verdict()) + ": " + result.reason());
        }
        return notes;
    }

    private static String summary(List<ClaimResult> results) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = results.stream()
                    .filter(result -> result.verdict() == verdict)
                    .count();
            if (count > 0) {
                counts.add(count + " " + (count > 1 ? plural(verdict) : word(verdict)));
            }
        }
        double seconds = results.stream().mapToDouble(ClaimResult::seconds).sum();
        return Quantities.counted(results.size(), "claim") + ": " + String.join(", ", counts) + ". Took "
                + Quantities.duration(RunPages.seconds(seconds)) + ".";
    }

    static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String plural(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "hold";
            case FAILS -> "fail";
            case NOT_RUN -> "not run";
        };
    }

    private static Style style(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> Style.GOOD;
            case FAILS -> Style.BAD;
            case NOT_RUN -> Style.DOUBTFUL;
        };
    }

    static Map<String, Object> json(ClaimResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", result.claim().method());
        json.putAll(InfoCommand.json(result.claim()));
        json.put("verdict", word(result.verdict()));
        json.put("reason", result.reason());
        json.put("measured", result.measured().stream().map(ClaimPages::json).toList());
        json.put("runs", result.runs());
        json.put("seconds", result.seconds());
        json.put("cached", result.cached());
        return json;
    }

    private static Map<String, Object> json(Measured measured) {
        Map<String, Object> json = InfoCommand.json(measured.expectation());
        json.put("values", measured.values());
        json.put("mean", measured.mean());
        json.put("spread", measured.spread());
        json.put("holds", measured.holds());
        return json;
    }
}
