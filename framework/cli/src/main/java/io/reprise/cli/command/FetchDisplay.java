package io.reprise.cli.command;

import io.reprise.cli.text.Progress;
import io.reprise.cli.text.ProgressLine;
import io.reprise.cli.text.Quantities;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows how files come and are checked. */
final class FetchDisplay implements DataSets.Listener {
    private static final double NANOS = 1e9;

    private final Progress progress;
    private final String prefix;
    private String task = "";
    private long began;
    private long beganWith;

    /**
     * A display.
     *
     * @param progress where to
     * @param prefix begins each line
     */
    FetchDisplay(Progress progress, String prefix) {
        this.progress = progress;
        this.prefix = prefix;
    }

    /** The sentence that a file is about to be downloaded. */
    static String announcement(String file, long bytes, URI from) {
        return "Downloading " + file + " (" + Quantities.bytes(bytes) + ") from " + from.getHost();
    }

    @Override
    public void fetching(DataSet data, DataSet.File file, URI from) {
        progress.say(prefix + announcement(data.label(file), file.downloadBytes(), from));
    }

    @Override
    public void progress(String now, long done, long total) {
        long nanos = System.nanoTime();
        if (!now.equals(task)) {
            task = now;
            began = nanos;
            beganWith = done;
        }
        List<String> details = new ArrayList<>();
        if (total > 0) {
            details.add("kB");
        }
        double rate = (done - beganWith) / Math.max((nanos - began) / NANOS, 0.5);
        if (rate > 0) {
            details.add(Quantities.bytes((long) rate) + "/s");
            if (done < total) {
                details.add(Quantities.duration(Duration.ofMillis((long) (1000 * (total - done) / rate))) + " left");
            }
        }
        progress.show(new ProgressLine(prefix + now, done / 1000, total / 1000, details));
    }

    @Override
    public void warning(String message) {
        progress.say(prefix + "warning: " + message);
    }
}
