package io.leat.log.cli.logging;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logging for {@code bin/leat}, which names it by {@code -Dslf4j.provider}: the JDK's logging looks
 * through every jar before it prints its first line, and so takes a third of a server's start.
 * {@code leat.log.level} is the level of {@code io.leat}; of others, warnings are printed. {@code
 * leat.log.format} is how. Safe from any thread.
 */
public final class StandardErrorLogging implements SLF4JServiceProvider, ILoggerFactory {

    /** The property with the level: error, warn, info, debug or trace. */
    public static final String LEVEL = "leat.log.level";

    /** The property with the format: text, or json for one object a line. */
    public static final String FORMAT = "leat.log.format";

    private final Function<LogEvent, String> format =
            System.getProperty(FORMAT, "text").equals("json") ? JsonLine::of : LogLine::of;
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    private static Level level(String name) {
        if (!name.startsWith("io.leat.")) {
            return Level.WARN;
        }
        String wanted = System.getProperty(LEVEL, "info").toUpperCase(Locale.ROOT);
        for (Level level : Level.values()) {
            if (level.name().equals(wanted)) {
                return level;
            }
        }
        return Level.INFO;
    }

    @Override
    public Logger getLogger(String name) {
        Logger known = loggers.get(name);
        if (known != null) {
            return known;
        }
        Logger made = new StandardErrorLogger(name, level(name), format);
        Logger first = loggers.putIfAbsent(name, made);
        return first == null ? made : first;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}
}
