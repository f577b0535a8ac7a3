package io.reprise.engine.internal.run;

import io.reprise.engine.internal.home.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The log of a run, {@code log.txt}: what its parts say, from level info, and whatever the process logs of lower levels. */
final class RunLog implements AutoCloseable {
    private final Writer out;

    /** A log that goes on behind what is in the file. */
    RunLog(Path file) {
        try {
            out = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    /** The logger of a part. */
    Logger part(String name) {
        return new PartLogger(name);
    }

    /** Adds a line. A log that can't be written is no reason to end a run that can. */
    synchronized void line(Level level, String part, String message, Throwable failure) {
        try {
            out.write(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + part + ": " + message + "\n");
            if (failure != null) {
                PrintWriter trace = new PrintWriter(out);
                failure.printStackTrace(trace);
                trace.flush();
            }
            out.flush();
        } catch (IOException e) {
            LoggerFactory.getLogger(RunLog.class).warn("The run's log cannot be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(RunLog.class).warn("The run's log cannot be written", e);
        }
    }

    private final class PartLogger extends AbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient Logger process = LoggerFactory.getLogger("reprise.run");

        PartLogger(String part) {
            this.name = part;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            line(level, name, message, failure);
            process.debug("{}: {}", name, message);
        }

        @Override
        public boolean isTraceEnabled() {
            return process.isTraceEnabled();
        }

        @Override
        public boolean isTraceEnabled(Marker marker) {
            return isTraceEnabled();
        }

        @Override
        public boolean isDebugEnabled() {
            return process.isDebugEnabled();
        }

        @Override
        public boolean isDebugEnabled(Marker marker) {
            return isDebugEnabled();
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled(Marker marker) {
            return true;
        }
    }
}
