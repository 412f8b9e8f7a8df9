package io.leat.connect.transforms.predicates;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import java.util.Map;

/** True for records that have a header of a name. */
public class HasHeaderKey<R extends ConnectRecord<R>> implements Predicate<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "name",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.MEDIUM,
                            "The name of the header.");

    private String name = "";

    @Override
    public void configure(Map<String, ?> configs) {
        name = new AbstractConfig(CONFIG_DEF, configs).getString("name");
    }

    @Override
    public boolean test(R record) {
        return record.headers().lastWithName(name) != null;
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}
}
