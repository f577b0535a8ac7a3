package io.reprise.cli.text;

import java.util.function.LongSupplier;

/**
 * Shows work in progress: one line that is overwritten where a person watches, else a line now and then; nothing where the
 * output is JSON. Any thread may use it.
 */
public final class Progress implements AutoCloseable {
    private static final long REDRAWN_NANOS = 100_000_000L;
    private static final long REPEATED_NANOS = 10_000_000_000L;
    private static final long STALE_NANOS = 1_000_000_000L;
    private static final long MEASURED_NANOS = 2_000_000_000L;

    private final Output out;
    private final LongSupplier nanoTime;
    private boolean drawn;
    private ProgressLine pending;
    private String lastLabel = "";
    private long shownAt;
    private long measuredAt;
    private int width;

    /**
     * A display.
     *
     * @param out where to
     * @param nanoTime the clock, for instance {@code System::nanoTime}
     */
    public Progress(Output out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Shows the line, if the last one has been there long enough or was about something else. */
    public synchronized void show(ProgressLine line) {
        if (out.isJson()) {
            return;
        }
        long now = nanoTime.getAsLong();
        boolean changed = !line.label().equals(lastLabel);
        if (changed) {
            flushPending();
        }
        pending = line;
        long interval = out.isInteractive() ? REDRAWN_NANOS : REPEATED_NANOS;
        if (changed || now - shownAt >= interval) {
            draw(now);
        }
    }

    /** Prints a line above the progress. */
    public synchronized void say(String text) {
        if (out.isJson()) {
            return;
        }
        flushPending();
        end();
        out.line(text);
    }

    /** Takes away the line that was overwritten so far. */
    public synchronized void erase() {
        if (drawn) {
            out.overwrite("");
        }
        drawn = false;
        pending = null;
        lastLabel = "";
    }

    /** Leaves the last state of the line standing. */
    @Override
    public synchronized void close() {
        flushPending();
        end();
    }

    /** Shows the last state of a piece of work; where lines stay, only if the one before is not just as good. */
    private void flushPending() {
        long now = nanoTime.getAsLong();
        if (pending != null && (out.isInteractive() || now - shownAt >= STALE_NANOS)) {
            draw(now);
        }
        pending = null;
        if (!lastLabel.isEmpty()) {
            end();
            lastLabel = "";
        }
    }

    private void draw(long now) {
        if (out.isInteractive()) {
            if (width == 0 || now - measuredAt >= MEASURED_NANOS) {
                width = out.width();
                measuredAt = now;
            }
            // The last column stays free: a full line makes some terminals go to the next one.
            out.overwrite(pending.bar(width - 1));
            drawn = true;
        } else {
            out.line(pending.plain());
        }
        shownAt = now;
        lastLabel = pending.label();
        pending = null;
    }

    private void end() {
        if (drawn) {
            out.blank();
            drawn = false;
        }
    }
}
