package io.leat.log.cli.groups;

import io.leat.clients.admin.OffsetSpec;
import io.leat.log.cli.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to reset offsets to: at most one of these is asked for. */
final class ResetTo {

    @Option(names = "--to-earliest", description = "Reset to the first record.")
    boolean toEarliest;

    @Option(names = "--to-latest", description = "Reset to the end.")
    boolean toLatest;

    @Option(names = "--to-offset", paramLabel = "N", description = "Reset to this offset.")
    @Nullable Long toOffset;

    @Option(names = "--shift-by", paramLabel = "N", description = "Move by this many records.")
    @Nullable Long shiftBy;

    @Option(
            names = "--to-datetime",
            paramLabel = "TIME",
            description = "Reset to this time, as 2026-01-31T12:00:00.000; in UTC without a zone.")
    @Nullable String toDatetime;

    @Option(
            names = "--by-duration",
            paramLabel = "PnDTnHnMnS",
            description = "Reset to so long ago, as PT1H30M.")
    @Nullable String byDuration;

    @Option(
            names = "--from-file",
            paramLabel = "CSV",
            description = "Reset to what this file says, which --export printed.")
    @Nullable Path fromFile;

    /** What is asked for of these groups; the first records if nothing is. */
    OffsetTarget target(List<String> groups) {
        if (toOffset != null) {
            return new OffsetTarget.Exact(toOffset);
        }
        if (shiftBy != null) {
            return new OffsetTarget.Shift(shiftBy);
        }
        if (byDuration != null) {
            return new OffsetTarget.Spec(OffsetSpec.forTimestamp(ago(byDuration)));
        }
        if (fromFile != null) {
            return new OffsetTarget.Planned(ResetPlan.read(fromFile, groups));
        }
        return ResetTime.target(!toLatest, toLatest, toDatetime);
    }

    private static long ago(String duration) {
        try {
            return Instant.now().minus(Duration.parse(duration)).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new CommandFailure("'" + duration + "' is no duration like P1DT2H30M.", e);
        }
    }
}
