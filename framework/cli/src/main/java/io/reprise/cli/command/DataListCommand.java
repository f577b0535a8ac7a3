package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.DataSets.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** Lists data. */
@Command(
        name = "list",
        description = "Lists the data that installed methods can use, and which of its files are here.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = {
            "  reprise data list",
            "",
            "States: yours (your own file), cached (downloaded), missing, damaged (other than the published file)."
        })
final class DataListCommand extends Action {
    @Override
    int call(Output out) {
        print(engine().dataSets(), out);
        return 0;
    }

    static void print(DataSets dataSets, Output out) {
        List<Status> files = dataSets.status(List.of());
        if (out.isJson()) {
            out.json(json(files));
            return;
        }
        if (files.isEmpty()) {
            out.line("No data: it comes with the methods that use it, see 'reprise list'.");
        } else {
            out.table(table(files), 0);
            out.blank();
            out.paragraph("'reprise data fetch NAME' downloads what is missing.", 0);
        }
        dataSets.problems().forEach(problem -> out.paragraph("warning: " + problem, 0));
    }

    private static TextTable table(List<Status> files) {
        TextTable table = new TextTable("DATA", "FILE", "SIZE", "STATE", "USED BY", "LICENCE").right(2);
        String last = "";
        for (Status status : files) {
            DataSet data = status.data();
            boolean first = !data.name().equals(last);
            last = data.name();
            table.cells(List.of(
                    new Cell(first ? data.name() : "", Style.BOLD),
                    Cell.of(status.file().name()),
                    Cell.of(Quantities.bytes(status.file().bytes())),
                    state(status),
                    Cell.of(first ? String.join(", ", users(data)) : ""),
                    Cell.of(first ? data.licence() : "")));
        }
        return table;
    }

    /** The methods that use it, the one that declares it first. */
    private static Set<String> users(DataSet data) {
        Set<String> users = new LinkedHashSet<>();
        if (!data.method().isEmpty()) {
            users.add(data.method());
        }
        users.addAll(data.usedBy());
        return users;
    }

    static Cell state(Status status) {
        return new Cell(
                word(status),
                switch (status.state()) {
                    case YOURS, CACHED -> Style.GOOD;
                    case MISSING -> Style.PLAIN;
                    case DAMAGED -> Style.BAD;
                });
    }

    static String word(Status status) {
        return status.state().name().toLowerCase(Locale.ROOT);
    }

    /** One entry for each data, in the order of the files. */
    static List<Map<String, Object>> json(List<Status> files) {
        Map<String, List<Status>> byData = new LinkedHashMap<>();
        files.forEach(status -> byData.computeIfAbsent(status.data().name(), name -> new ArrayList<>())
                .add(status));
        return byData.values().stream().map(DataListCommand::jsonOfOne).toList();
    }

    private static Map<String, Object> jsonOfOne(List<Status> files) {
        DataSet data = files.get(0).data();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", data.name());
        json.put("summary", data.summary());
        json.put("licence", data.licence());
        json.put("homepage", data.homepage());
        json.put("bundle", data.bundle());
        json.put("usedBy", List.copyOf(users(data)));
        json.put("files", files.stream().map(DataListCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Status status) {
        DataSet.File file = status.file();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", file.name());
        json.put("what", file.what());
        json.put("bytes", file.bytes());
        json.put("sha256", file.sha256());
        json.put("urls", file.urls().stream().map(URI::toString).toList());
        json.put("state", word(status));
        json.put("path", status.path().map(Object::toString).orElse(null));
        json.put("detail", status.detail());
        return json;
    }
}
