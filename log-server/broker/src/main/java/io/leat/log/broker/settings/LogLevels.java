package io.leat.log.broker.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this process logs, as far as that can change while it runs: a port to the library that does
 * it. Levels are those of {@link #NAMES}. Safe on every thread.
 */
public interface LogLevels {

    /** The name of the logger above all others. */
    String ROOT = "root";

    /** The levels, from the fewest lines to the most. */
    Set<String> NAMES =
            Collections.unmodifiableSet(
                    new LinkedHashSet<>(
                            List.of("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE")));

    /** Where nothing is known of the library. */
    LogLevels NONE =
            new LogLevels() {
                @Override
                public Map<String, String> all() {
                    return Map.of();
                }

                @Override
                public void set(String logger, String level) {}

                @Override
                public void unset(String logger) {}
            };

    /** The level that counts for each logger there is, by its name. */
    Map<String, String> all();

    /** Gives a logger of {@link #all}, and those below it without their own, this level. */
    void set(String logger, String level);

    /** Takes it away again: what is above the logger counts. */
    void unset(String logger);
}
