package io.leat.log.cli.groups;

import io.leat.clients.admin.OffsetSpec;
import io.leat.log.cli.CommandFailure;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** The point of time that offsets are reset to. Stateless. */
final class ResetTime {

    private ResetTime() {}

    /** The first record, the end, or a time if neither is asked for. */
    static OffsetTarget target(boolean earliest, boolean latest, @Nullable String datetime) {
        if (datetime != null) {
            return new OffsetTarget.Spec(OffsetSpec.forTimestamp(epochMs(datetime)));
        }
        return new OffsetTarget.Spec(earliest ? OffsetSpec.earliest() : OffsetSpec.latest());
    }

    /** Of an ISO 8601 time; one without a zone is in UTC. */
    static long epochMs(String datetime) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                            datetime, OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime zoned
                    ? zoned.toInstant().toEpochMilli()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    "'" + datetime + "' is no time like 2026-01-31T12:00:00.000+01:00.", e);
        }
    }
}
