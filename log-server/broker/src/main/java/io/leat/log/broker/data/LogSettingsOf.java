package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.storage.LogSettings;

/** Turns the settings of a topic into those of a log. Stateless. */
final class LogSettingsOf {

    private LogSettingsOf() {}

    static LogSettings config(TopicConfig config) {
        return config.derived(LogSettings.class, LogSettingsOf::read);
    }

    private static LogSettings read(TopicConfig config) {
        return new LogSettings(
                config.get(TopicKeys.SEGMENT_BYTES),
                segmentMs(config),
                config.get(TopicKeys.INDEX_INTERVAL_BYTES),
                config.get(TopicKeys.RETENTION_MS),
                config.get(TopicKeys.RETENTION_BYTES),
                config.get(TopicKeys.TIMESTAMP_TYPE).equals("LogAppendTime"),
                new LogSettings.Rolling(
                        config.get(TopicKeys.SEGMENT_JITTER_MS),
                        config.get(TopicKeys.SEGMENT_INDEX_BYTES)),
                flushing(config),
                config.get(TopicKeys.FILE_DELETE_DELAY_MS));
    }

    private static LogSettings.Flushing flushing(TopicConfig config) {
        long records = config.get(TopicKeys.FLUSH_MESSAGES);
        long ms = config.get(TopicKeys.FLUSH_MS);
        return records == Long.MAX_VALUE && ms == Long.MAX_VALUE
                ? LogSettings.Flushing.NEVER
                : new LogSettings.Flushing(records, ms);
    }

    /** What is never rolled is never compacted, so the bound on that is one on this. */
    private static long segmentMs(TopicConfig config) {
        long segmentMs = config.get(TopicKeys.SEGMENT_MS);
        return config.get(TopicKeys.CLEANUP_POLICY).contains("compact")
                ? Math.min(segmentMs, config.get(TopicKeys.MAX_COMPACTION_LAG_MS))
                : segmentMs;
    }
}
