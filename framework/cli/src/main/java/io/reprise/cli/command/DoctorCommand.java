package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.Doctor.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** Looks whether this machine can run methods. */
@Command(
        name = "doctor",
        description = "Looks whether this machine can run methods: Java, memory, libraries.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reprise doctor")
final class DoctorCommand extends Action {
    @Override
    int call(Output out) {
        List<Check> checks = engine().doctor().check();
        if (out.isJson()) {
            out.json(checks.stream().map(DoctorCommand::json).toList());
        } else {
            print(out, checks);
        }
        return checks.stream().anyMatch(check -> check.state() == Check.State.FAILED) ? Reprise.FAILED : 0;
    }

    private static void print(Output out, List<Check> checks) {
        TextTable table = new TextTable("CHECK", "STATE", "FOUND");
        for (Check check : checks) {
            table.cells(List.of(Cell.of(check.name()), state(check), Cell.of(check.detail())));
        }
        out.table(table, 0);
        out.blank();
        long failed = checks.stream()
                .filter(check -> check.state() == Check.State.FAILED)
                .count();
        out.line(failed == 0 ? "Ready to run methods." : Quantities.counted((int) failed, "check") + " failed.");
    }

    private static Cell state(Check check) {
        return switch (check.state()) {
            case OK -> new Cell("ok", Style.GOOD);
            case WARNING -> new Cell("warning", Style.DOUBTFUL);
            case FAILED -> new Cell("failed", Style.BAD);
        };
    }

    private static Map<String, Object> json(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", check.name());
        json.put("state", check.state().name().toLowerCase(Locale.ROOT));
        json.put("detail", check.detail());
        return json;
    }
}
