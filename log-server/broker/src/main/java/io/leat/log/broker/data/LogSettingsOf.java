package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.storage.LogSettings;

/** Turns the settings of a topic into those of a log. Stateless. */
final class LogSettingsOf {

    private LogSettingsOf() {}

    static LogSettings config(TopicConfig config) {
        return new LogSettings(
                config.get(TopicKeys.SEGMENT_BYTES),
                config.get(TopicKeys.SEGMENT_MS),
                config.get(TopicKeys.INDEX_INTERVAL_BYTES),
                config.get(TopicKeys.RETENTION_MS),
                config.get(TopicKeys.RETENTION_BYTES),
                config.get(TopicKeys.TIMESTAMP_TYPE).equals("LogAppendTime"));
    }
}
