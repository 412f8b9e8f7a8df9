package io.leat.log.cli.logging;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The levels that were chosen for loggers, by the dots in their names: what has none of its own has
 * that of what is above it. Safe from any thread.
 */
final class LevelTree {

    /** The name of what is above all. */
    static final String ROOT = "root";

    /** Above every level that anything is logged with: nothing is. */
    static final int NOTHING = Level.ERROR.toInt() + 1;

    private final Map<String, Integer> chosen = new ConcurrentHashMap<>();

    LevelTree(Level root) {
        chosen.put(ROOT, root.toInt());
    }

    /** The level from which on a logger of this name prints. */
    int of(String logger) {
        String name = logger;
        while (true) {
            Integer level = chosen.get(name);
            if (level != null) {
                return level;
            }
            int dot = name.lastIndexOf('.');
            name = dot > 0 ? name.substring(0, dot) : ROOT;
        }
    }

    /** Chooses a level for a logger, or takes the choice away; root always has one. */
    void choose(String logger, @Nullable Integer level) {
        if (level != null) {
            chosen.put(logger, level);
        } else if (!logger.equals(ROOT)) {
            chosen.remove(logger);
        }
    }

    /** What was chosen. */
    Map<String, Integer> all() {
        return new TreeMap<>(chosen);
    }
}
