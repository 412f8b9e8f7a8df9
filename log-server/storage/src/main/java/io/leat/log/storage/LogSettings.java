package io.leat.log.storage;

/**
 * How one partition's log is kept. Values follow the topic settings of the same names.
 *
 * @param segmentBytes a segment is rolled before it grows beyond this
 * @param segmentMs a segment is rolled when its first record is older than this
 * @param indexIntervalBytes bytes of log between two index entries
 * @param retentionMs age at which segments go; negative keeps them
 * @param retentionBytes size of the log above which the oldest segments go; negative keeps them
 * @param logAppendTime whether records get the broker's time
 */
public record LogSettings(
        int segmentBytes,
        long segmentMs,
        int indexIntervalBytes,
        long retentionMs,
        long retentionBytes,
        boolean logAppendTime) {

    /** Kafka's defaults, without retention. */
    public static final LogSettings DEFAULT =
            new LogSettings(1 << 30, 604_800_000L, 4096, -1, -1, false);
}
