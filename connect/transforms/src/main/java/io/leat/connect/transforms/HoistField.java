package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import java.util.Collections;
import java.util.Map;

/** Wraps a key or value into a struct (a map without a schema) with one field. */
public abstract class HoistField<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "field",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.MEDIUM,
                            "The name of the field.");

    private final KeyOrValue half;
    private String field = "";

    HoistField(KeyOrValue half) {
        this.half = half;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        field = new AbstractConfig(CONFIG_DEF, configs).getString("field");
    }

    @Override
    public R apply(R record) {
        Schema schema = half.schema(record);
        Object data = half.data(record);
        if (schema == null) {
            return half.with(record, null, Collections.singletonMap(field, data));
        }
        Schema wrapped = SchemaBuilder.struct().field(field, schema).build();
        return half.with(record, wrapped, new Struct(wrapped).put(field, data));
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends HoistField<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends HoistField<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
