package io.leat.log.server;

import io.leat.log.broker.settings.LogLevels;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The levels of {@code java.util.logging}, for servers inside other programs. What its handlers
 * leave out stays out. Safe on every thread.
 */
final class JdkLogLevels implements LogLevels {

    private static final Map<String, Level> LEVELS =
            Map.of(
                    "FATAL", Level.OFF,
                    "ERROR", Level.SEVERE,
                    "WARN", Level.WARNING,
                    "INFO", Level.INFO,
                    "DEBUG", Level.FINE,
                    "TRACE", Level.FINEST);

    private final LogManager manager;

    /** Loggers with a level: the JDK forgets those that nobody holds. */
    private final Map<String, Logger> held = new ConcurrentHashMap<>();

    JdkLogLevels(LogManager manager) {
        this.manager = manager;
    }

    @Override
    public Map<String, String> all() {
        Map<String, String> all = new HashMap<>();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger != null) {
                all.put(name.isEmpty() ? ROOT : name, name(level(logger)));
            }
        }
        return ProcessLogLevels.withPackages(all, this::level);
    }

    private String level(String name) {
        String above = name;
        while (!above.isEmpty()) {
            Logger logger = manager.getLogger(above);
            if (logger != null) {
                return name(level(logger));
            }
            above = above.contains(".") ? above.substring(0, above.lastIndexOf('.')) : "";
        }
        return name(level(Logger.getLogger("")));
    }

    private static Level level(Logger logger) {
        @Nullable Logger each = logger;
        while (each != null) {
            Level level = each.getLevel();
            if (level != null) {
                return level;
            }
            each = each.getParent();
        }
        return Level.INFO;
    }

    /** The nearest of ours from which on the same is logged. */
    private static String name(Level level) {
        return LEVELS.entrySet().stream()
                .filter(each -> each.getValue().intValue() >= level.intValue())
                .min(Entry.comparingByValue((a, b) -> Integer.compare(a.intValue(), b.intValue())))
                .map(Entry::getKey)
                .orElse("FATAL");
    }

    @Override
    public void set(String logger, String level) {
        choose(logger, LEVELS.get(level));
    }

    @Override
    public void unset(String logger) {
        choose(logger, null);
    }

    private void choose(String logger, @Nullable Level level) {
        Logger chosen = Logger.getLogger(logger.equals(ROOT) ? "" : logger);
        chosen.setLevel(level);
        held.put(logger, chosen);
    }
}
