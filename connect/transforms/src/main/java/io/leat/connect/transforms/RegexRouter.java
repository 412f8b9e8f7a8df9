package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Renames the topic of records where all of it matches {@code regex}, to {@code replacement}. */
public class RegexRouter<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "regex",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "What a topic has to match.")
                    .define(
                            "replacement",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "The new name; $1 stands for the first group.");

    private Pattern regex = Pattern.compile("");
    private String replacement = "";

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, configs);
        String text = config.getString("regex");
        try {
            regex = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("regex", text, "is no pattern: " + e.getDescription());
        }
        replacement = config.getString("replacement");
    }

    @Override
    public R apply(R record) {
        Matcher matcher = regex.matcher(String.valueOf(record.topic()));
        if (!matcher.matches()) {
            return record;
        }
        return record.newRecord(
                matcher.replaceFirst(replacement),
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
