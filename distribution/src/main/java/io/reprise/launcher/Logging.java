package io.reprise.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logs warnings to the screen and everything from {@code INFO} to {@code log/reprise.log} in the home folder. Written as code
 * because reading the same from XML takes half as long as the rest of the start; a {@code conf/logback.xml} in the
 * distribution is used instead if there is one.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    /** The system property that names the log file. */
    static final String FILE = "reprise.log";

    /** The system property with which Logback is told of a configuration file. */
    static final String CONFIGURATION = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String file = System.getProperty(FILE);
        if (System.getProperty(CONFIGURATION) != null || file == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        ConsoleAppender<ILoggingEvent> screen = new ConsoleAppender<>();
        screen.setTarget("System.err");
        screen.addFilter(warnings);
        start(screen, "%level: %msg%n%nopex", context);

        FileAppender<ILoggingEvent> log = new FileAppender<>();
        log.setFile(file);
        long process = ProcessHandle.current().pid();
        start(log, "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [" + process + "] %logger{40}: %msg%n", context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, String pattern, LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }
}
