package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
import io.reprise.engine.RunInfo;
import io.reprise.engine.Runs;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the records of the runs in the home folder. */
@Component(service = Runs.class)
public final class RunsService implements Runs {
    private final Home home;

    /** The runs of a home folder. */
    @Activate
    public RunsService(@Reference Home home) {
        this.home = home;
    }

    @Override
    public List<RunInfo> list() {
        return folders().stream().map(RunRecord::read).flatMap(Optional::stream).toList();
    }

    @Override
    public RunInfo get(String id) {
        List<Path> folders = folders();
        return folders.stream()
                .filter(folder -> isNamed(folder, id))
                .map(RunRecord::read)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> RepriseException.problem("There is no run '" + id + "'")
                        .at(home.folder().resolve("runs").toString())
                        .hint(Nearest.hint(
                                id,
                                folders.stream()
                                        .map(folder -> folder.getFileName().toString())
                                        .toList())));
    }

    private static boolean isNamed(Path folder, String id) {
        Matcher name = RunFolder.NAME.matcher(folder.getFileName().toString());
        return name.matches()
                && (name.group().equals(id) || (id.matches("\\d{1,9}") && number(folder) == Integer.parseInt(id)));
    }

    private static int number(Path folder) {
        Matcher name = RunFolder.NAME.matcher(folder.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    private List<Path> folders() {
        Path runs = home.folder().resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> RunFolder.NAME
                            .matcher(folder.getFileName().toString())
                            .matches())
                    .sorted(Comparator.comparingInt(RunsService::number))
                    .toList();
        } catch (IOException e) {
            throw RepriseException.problem("The runs cannot be listed: " + e.getMessage())
                    .at(runs.toString())
                    .because(e);
        }
    }
}
