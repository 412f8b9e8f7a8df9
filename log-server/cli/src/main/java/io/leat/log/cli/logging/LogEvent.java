package io.leat.log.cli.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One event to print. Immutable.
 *
 * @param logger who says it
 * @param text the whole message
 * @param pattern the message without its values, the same for all events of a kind
 */
record LogEvent(
        long epochMillis,
        Level level,
        String logger,
        String text,
        String pattern,
        @Nullable Throwable thrown) {}
