package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.data.Values;
import io.leat.connect.header.Headers;
import java.util.Map;

/**
 * Adds the header {@code header} to every record, with what {@code value.literal} means: a number,
 * a boolean, a list, a text.
 */
public class InsertHeader<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "header",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "The name of the header.")
                    .define(
                            "value.literal",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.HIGH,
                            "Its value.");

    private String header = "";
    private SchemaAndValue value = SchemaAndValue.NULL;

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, configs);
        header = config.getString("header");
        value = Values.parseString(config.getString("value.literal"));
    }

    @Override
    public R apply(R record) {
        Headers headers = record.headers().duplicate();
        headers.add(header, value);
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
