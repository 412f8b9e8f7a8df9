package io.leat.connect.transforms.predicates;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** True for records of a topic that matches a pattern. */
public class TopicNameMatches<R extends ConnectRecord<R>> implements Predicate<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "pattern",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.MEDIUM,
                            "What the topic has to match.");

    private Pattern pattern = Pattern.compile("");

    @Override
    public void configure(Map<String, ?> configs) {
        String text = new AbstractConfig(CONFIG_DEF, configs).getString("pattern");
        try {
            pattern = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("pattern", text, "is no pattern: " + e.getDescription());
        }
    }

    @Override
    public boolean test(R record) {
        return record.topic() != null && pattern.matcher(record.topic()).matches();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
