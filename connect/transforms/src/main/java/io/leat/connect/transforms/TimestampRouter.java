package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.errors.DataException;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/** Makes a topic of the topic and the timestamp, for example {@code lines-20261121}. */
public class TimestampRouter<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "topic.format",
                            ConfigDef.Type.STRING,
                            "${topic}-${timestamp}",
                            ConfigDef.Importance.HIGH,
                            "The new topic, with ${topic} and ${timestamp}.")
                    .define(
                            "timestamp.format",
                            ConfigDef.Type.STRING,
                            "yyyyMMdd",
                            ConfigDef.Importance.HIGH,
                            "The timestamp in it, in UTC, in the letters of SimpleDateFormat.");

    private String topicFormat = "";
    private SimpleDateFormat timestampFormat = new SimpleDateFormat("yyyyMMdd", Locale.ROOT);

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, configs);
        topicFormat = config.getString("topic.format");
        String format = config.getString("timestamp.format");
        try {
            timestampFormat = new SimpleDateFormat(format, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("timestamp.format", format, "is no date pattern");
        }
        timestampFormat.setTimeZone(TimeZone.getTimeZone("UTC"));
    }

    @Override
    public R apply(R record) {
        Long timestamp = record.timestamp();
        if (timestamp == null) {
            throw new DataException("the record has no timestamp to make a topic of");
        }
        String topic =
                topicFormat
                        .replace("${topic}", String.valueOf(record.topic()))
                        .replace("${timestamp}", timestampFormat.format(new Date(timestamp)));
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
