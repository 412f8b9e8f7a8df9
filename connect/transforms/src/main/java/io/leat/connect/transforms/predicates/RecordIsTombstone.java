package io.leat.connect.transforms.predicates;

import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import java.util.Map;

/** True for records without a value. */
public class RecordIsTombstone<R extends ConnectRecord<R>> implements Predicate<R> {

    static final ConfigDef CONFIG_DEF = new ConfigDef();

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public boolean test(R record) {
        return record.value() == null;
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
