package io.leat.clients.consumer;

import io.leat.common.config.ConfigException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Where to start without a valid position: the setting {@code auto.offset.reset}. Immutable.
 *
 * @param back how far to go back from now, for {@code BY_DURATION}
 */
record ResetPolicy(Kind kind, Duration back) {

    /** The kinds of policy. */
    enum Kind {
        EARLIEST,
        LATEST,
        NONE,
        BY_DURATION
    }

    static final ResetPolicy EARLIEST = new ResetPolicy(Kind.EARLIEST, Duration.ZERO);
    static final ResetPolicy LATEST = new ResetPolicy(Kind.LATEST, Duration.ZERO);
    static final ResetPolicy NONE = new ResetPolicy(Kind.NONE, Duration.ZERO);

    private static final String DURATION_PREFIX = "by_duration:";

    static ResetPolicy parse(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest":
                return EARLIEST;
            case "latest":
                return LATEST;
            case "none":
                return NONE;
            default:
                if (text.toLowerCase(Locale.ROOT).startsWith(DURATION_PREFIX)) {
                    return byDuration(text);
                }
                throw invalid(text);
        }
    }

    private static ResetPolicy byDuration(String text) {
        try {
            Duration back = Duration.parse(text.substring(DURATION_PREFIX.length()));
            if (back.isNegative()) {
                throw invalid(text);
            }
            return new ResetPolicy(Kind.BY_DURATION, back);
        } catch (DateTimeParseException e) {
            throw invalid(text);
        }
    }

    private static ConfigException invalid(String text) {
        return new ConfigException(
                "auto.offset.reset",
                text,
                "must be earliest, latest, none or by_duration:PnDTnHnMnS, not negative");
    }

    /** The timestamp that ListOffsets takes for it. */
    long timestamp(long nowEpochMs) {
        return switch (kind) {
            case EARLIEST -> -2;
            case LATEST -> -1;
            case BY_DURATION -> nowEpochMs - back.toMillis();
            case NONE -> throw new IllegalStateException("no policy");
        };
    }
}
