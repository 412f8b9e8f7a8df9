package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.header.Headers;
import java.util.List;
import java.util.Map;

/** Takes headers away. */
public class DropHeaders<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "headers",
                            ConfigDef.Type.LIST,
                            ConfigDef.Importance.HIGH,
                            "The names of the headers.");

    private List<String> names = List.of();

    @Override
    public void configure(Map<String, ?> configs) {
        names = new AbstractConfig(CONFIG_DEF, configs).getList("headers");
    }

    @Override
    public R apply(R record) {
        Headers fewer = record.headers().duplicate();
        names.forEach(fewer::remove);
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                fewer);
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
