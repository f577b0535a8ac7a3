package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** A disk that is full is told of in a clear sentence, and nothing half-written is read later. */
public class FullDiskIT {
    @Rule
    public final TestName test = new TestName();

    private SmallDisk disk;
    private Path work;
    private Reprise reprise;

    @Before
    public void mountADisk() throws IOException, InterruptedException {
        SmallDisk.unmountLeftOver(
                Folders.of(FullDiskIT.class, test.getMethodName()).resolve("disk"));
        work = Folders.empty(FullDiskIT.class, test.getMethodName());
        disk = SmallDisk.mount(Files.createDirectories(work.resolve("disk")), 256 << 20);
        reprise = Reprise.at(disk.folder().resolve("home")).in(work);
        TinyRun.in(work);
        reprise.run("list").succeeds();
    }

    @After
    public void unmountIt() throws IOException, InterruptedException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    public void installsWholeOrNotAtAll() throws Exception {
        disk.fill(64 << 10);

        reprise.run("install", "dragon-hatchling").refuses("disk", "space");

        disk.empty();
        assertThat(reprise.run("list", "--installed", "--json").succeeds().json())
                .isEmpty();
        reprise.run("install", "dragon-hatchling").succeeds();
        reprise.run("run", "tiny.yaml").succeeds();
    }

    @Test
    public void recordsARunThatFoundNoSpaceAsFailed() throws Exception {
        reprise.run("install", "dragon-hatchling").succeeds();
        reprise.run("run", "tiny.yaml").succeeds();
        disk.fill(96 << 10);

        // Its model of 1 MB does not fit any more.
        Reprise.Result result = reprise.run("run", "tiny.yaml", "model.width=64", "model.expansion=16");
        assertThat(result.exit()).as(result::toString).isNotZero();
        assertThat(result.err()).as(result::toString).contains("space").doesNotContain("\tat ", "Exception");

        disk.empty();
        JsonNode runs = reprise.run("runs", "--json").succeeds().json();
        for (JsonNode run : runs) {
            reprise.run("runs", run.get("id").asText(), "--json").succeeds();
        }
        assertThat(runs.findValuesAsText("state")).containsOnlyOnce("done");
        reprise.run("run", "tiny.yaml").succeeds();
    }
}
