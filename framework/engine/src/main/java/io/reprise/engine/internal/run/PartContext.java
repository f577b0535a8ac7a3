package io.reprise.engine.internal.run;

import io.reprise.api.CancelledException;
import io.reprise.api.RunContext;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.RunListener;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** What a run gives to one of its parts. */
final class PartContext implements RunContext {
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * What the parts of a run share.
     *
     * @param random the stream of the run's seed
     */
    record Shared(
            RunFolder folder,
            TensorService service,
            RandomSource random,
            DataFiles data,
            RunLog log,
            RunListener listener,
            Cancellation cancellation) {}

    private final Shared run;
    private final String name;
    private final RandomSource random;
    private final TensorScope scope;
    private final Logger log;
    private long reported;
    private String task = "";

    /**
     * The context of a part.
     *
     * @param name what listeners and logs call it
     * @param stream the name of its random stream
     * @param scope the memory it gets
     */
    PartContext(Shared run, String name, String stream, TensorScope scope) {
        this.run = run;
        this.name = name;
        this.random = run.random().split(stream);
        this.scope = scope;
        this.log = run.log().part(name);
    }

    @Override
    public RandomSource random() {
        return random;
    }

    @Override
    public TensorScope tensors() {
        return scope;
    }

    @Override
    public TensorService tensorService() {
        return run.service();
    }

    @Override
    public Path dataFile(Path path, String purpose) {
        return run.data().get(path, purpose, new Fetching(), run.cancellation());
    }

    @Override
    public void progress(String work, long done, long total) {
        checkCancelled();
        long now = System.nanoTime();
        if (now - reported >= REPORT_NANOS || !work.equals(task) || done >= total) {
            reported = now;
            task = work;
            run.listener().task(name, work, done, total);
        }
    }

    @Override
    public void checkCancelled() {
        if (run.cancellation().isCancelled()) {
            throw new CancelledException();
        }
    }

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public Path folder() {
        return run.folder().folder("parts/" + RunFolder.word(name));
    }

    /** Tells of a download where the part's own progress is told. */
    private final class Fetching implements DataSets.Listener {
        @Override
        public void fetching(DataSet data, DataSet.File file, URI from) {
            log.info("downloading {} ({} bytes) from {}", data.label(file), file.downloadBytes(), from);
            run.listener().fetching(name, data.label(file), file.downloadBytes(), from);
        }

        @Override
        public void progress(String work, long done, long total) {
            PartContext.this.progress(work, done, total);
        }

        @Override
        public void warning(String message) {
            log.warn("{}", message);
        }
    }
}
