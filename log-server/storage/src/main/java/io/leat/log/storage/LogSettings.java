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
 * @param rolling when else a segment is rolled
 * @param flushing when the log is made durable, whoever asks for it
 * @param deleteDelayMs how long the bytes of a segment stay that is no part of the log any more
 */
public record LogSettings(
        int segmentBytes,
        long segmentMs,
        int indexIntervalBytes,
        long retentionMs,
        long retentionBytes,
        boolean logAppendTime,
        Rolling rolling,
        Flushing flushing,
        long deleteDelayMs) {

    /**
     * When else a segment is rolled.
     *
     * @param jitterMs up to so much earlier than at its age, so that not all logs do at once
     * @param indexBytes before its index grows beyond this
     */
    public record Rolling(long jitterMs, int indexBytes) {

        /** Kafka's defaults. */
        public static final Rolling DEFAULT = new Rolling(0, 10 << 20);
    }

    /**
     * When a log is made durable.
     *
     * @param records once so many are not
     * @param ms once a record is not for so long
     */
    public record Flushing(long records, long ms) {

        /** When somebody waits for it, or a segment is rolled. */
        public static final Flushing NEVER = new Flushing(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Kafka's defaults, without retention. */
    public static final LogSettings DEFAULT =
            new LogSettings(1 << 30, 604_800_000L, 4096, -1, -1, false);

    /** With defaults for the rest, but that what is deleted goes at once. */
    public LogSettings(
            int segmentBytes,
            long segmentMs,
            int indexIntervalBytes,
            long retentionMs,
            long retentionBytes,
            boolean logAppendTime) {
        this(
                segmentBytes,
                segmentMs,
                indexIntervalBytes,
                retentionMs,
                retentionBytes,
                logAppendTime,
                Rolling.DEFAULT,
                Flushing.NEVER,
                0);
    }

    /** These, with bytes that stay for a while after they were deleted. */
    public LogSettings withDeleteDelay(long delayMs) {
        return new LogSettings(
                segmentBytes,
                segmentMs,
                indexIntervalBytes,
                retentionMs,
                retentionBytes,
                logAppendTime,
                rolling,
                flushing,
                delayMs);
    }

    /** These, made durable by other rules. */
    public LogSettings withFlushing(Flushing rules) {
        return new LogSettings(
                segmentBytes,
                segmentMs,
                indexIntervalBytes,
                retentionMs,
                retentionBytes,
                logAppendTime,
                rolling,
                rules,
                deleteDelayMs);
    }

    /** These, with segments rolled by other rules. */
    public LogSettings withRolling(Rolling rules) {
        return new LogSettings(
                segmentBytes,
                segmentMs,
                indexIntervalBytes,
                retentionMs,
                retentionBytes,
                logAppendTime,
                rules,
                flushing,
                deleteDelayMs);
    }
}
