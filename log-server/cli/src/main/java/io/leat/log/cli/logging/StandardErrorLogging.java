package io.leat.log.cli.logging;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
 * leat.log.format} is how. Levels can be changed while it runs. Safe from any thread.
 */
public final class StandardErrorLogging implements SLF4JServiceProvider, ILoggerFactory {

    /** The property with the level: error, warn, info, debug or trace. */
    public static final String LEVEL = "leat.log.level";

    /** The property with the format: text, or json for one object a line. */
    public static final String FORMAT = "leat.log.format";

    private final Function<LogEvent, String> format =
            System.getProperty(FORMAT, "text").equals("json") ? JsonLine::of : LogLine::of;
    private final Map<String, StandardErrorLogger> loggers = new ConcurrentHashMap<>();
    private final LevelTree levels = new LevelTree(Level.WARN);
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    public StandardErrorLogging() {
        levels.choose("io.leat", ofLeat().toInt());
    }

    private static Level ofLeat() {
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
        StandardErrorLogger made = new StandardErrorLogger(name, format);
        StandardErrorLogger first = loggers.putIfAbsent(name, made);
        StandardErrorLogger logger = first == null ? made : first;
        logger.printsFrom(levels.of(name)); // what is chosen from here on finds it
        return logger;
    }

    /** The level that counts for each logger, and for what was chosen above them, by name. */
    public Map<String, String> levels() {
        Map<String, String> all = new TreeMap<>();
        levels.all().keySet().forEach(name -> all.put(name, level(name)));
        loggers.keySet().forEach(name -> all.put(name, level(name)));
        return all;
    }

    /** The level that counts for a logger: a name of SLF4J's, or FATAL where nothing is printed. */
    public String level(String logger) {
        int lowest = levels.of(logger);
        return lowest >= LevelTree.NOTHING ? "FATAL" : Level.intToLevel(lowest).name();
    }

    /**
     * Gives {@code logger} and what is below it a level as {@link #level} tells it, or with null
     * that of what is above it.
     */
    public void choose(String logger, @Nullable String level) {
        levels.choose(
                logger,
                level == null
                        ? null
                        : level.equals("FATAL")
                                ? Integer.valueOf(LevelTree.NOTHING)
                                : Integer.valueOf(Level.valueOf(level).toInt()));
        loggers.forEach((name, each) -> each.printsFrom(levels.of(name)));
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
