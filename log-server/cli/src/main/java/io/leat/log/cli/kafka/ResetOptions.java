package io.leat.log.cli.kafka;

import io.leat.clients.admin.OffsetSpec;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.OffsetTarget;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to reset offsets to: exactly one of these is asked for. */
final class ResetOptions {

    @Option(names = "--to-earliest", description = "Reset to the first record.")
    boolean toEarliest;

    @Option(names = "--to-latest", description = "Reset to the end.")
    boolean toLatest;

    @Option(names = "--to-offset", paramLabel = "N", description = "Reset to this offset.")
    @Nullable Long toOffset;

    @Option(names = "--shift-by", paramLabel = "N", description = "Move by this many records.")
    @Nullable Long shiftBy;

    @Option(names = "--to-datetime", paramLabel = "TIME", description = "ISO 8601 with zone.")
    @Nullable String toDatetime;

    OffsetTarget target() {
        if (toEarliest) {
            return new OffsetTarget.Spec(OffsetSpec.earliest());
        }
        if (toLatest) {
            return new OffsetTarget.Spec(OffsetSpec.latest());
        }
        if (toOffset != null) {
            return new OffsetTarget.Exact(toOffset);
        }
        if (shiftBy != null) {
            return new OffsetTarget.Shift(shiftBy);
        }
        if (toDatetime != null) {
            try {
                long epochMs = OffsetDateTime.parse(toDatetime).toInstant().toEpochMilli();
                return new OffsetTarget.Spec(OffsetSpec.forTimestamp(epochMs));
            } catch (DateTimeParseException e) {
                throw new CommandFailure(
                        "'" + toDatetime + "' is no time like 2026-01-31T12:00:00.000+01:00.", e);
            }
        }
        throw new CommandFailure(
                "Say where to: --to-earliest, --to-latest, --to-offset, --shift-by or"
                        + " --to-datetime.");
    }
}
