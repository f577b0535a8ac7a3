package io.reprise.engine.internal.report;

import io.reprise.engine.RunReports;
import io.reprise.engine.Runs;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Writes the pages of recorded runs. */
@Component(service = RunReports.class)
public final class RunReportsService implements RunReports {
    private final Runs runs;

    /** Writes the pages of these runs. */
    @Activate
    public RunReportsService(@Reference Runs runs) {
        this.runs = runs;
    }

    @Override
    public Path write(String run) {
        return RunPage.write(runs.get(run));
    }
}
