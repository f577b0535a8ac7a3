package io.reprise.engine.internal.run;

import io.reprise.engine.RunInfo;
import io.reprise.engine.Runs;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.home.NumberedFolders;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the records of the runs in the home folder. */
@Component(service = Runs.class)
public final class RunsService implements Runs {
    private final NumberedFolders folders;

    /** The runs of a home folder. */
    @Activate
    public RunsService(@Reference Home home) {
        this.folders = new NumberedFolders(home.folder().resolve("runs"), "run");
    }

    @Override
    public List<RunInfo> list() {
        return folders.list().stream()
                .map(RunRecord::read)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public RunInfo get(String id) {
        return folders.named(id).stream()
                .map(RunRecord::read)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> folders.unknown(id));
    }
}
