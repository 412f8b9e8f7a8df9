package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import java.util.Map;

/** Replaces a key or value, a struct or a map, by one of its fields; null stays null. */
public abstract class ExtractField<R extends ConnectRecord<R>> implements Transformation<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "field",
                            ConfigDef.Type.STRING,
                            ConfigDef.Importance.MEDIUM,
                            "The name of the field.");

    private final KeyOrValue half;
    private String field = "";

    ExtractField(KeyOrValue half) {
        this.half = half;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        field = new AbstractConfig(CONFIG_DEF, configs).getString("field");
    }

    @Override
    public R apply(R record) {
        Object data = half.data(record);
        if (data == null) {
            return half.with(record, null, null);
        }
        if (data instanceof Struct struct) {
            Field found = struct.schema().field(field);
            if (found == null) {
                throw new DataException("there is no field '" + field + "' in " + struct.schema());
            }
            return half.with(record, found.schema(), struct.get(found));
        }
        if (data instanceof Map<?, ?> map) {
            return half.with(record, null, map.get(field));
        }
        throw new DataException(
                "field '" + field + "' cannot be taken from a " + data.getClass().getName());
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void close() {}

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends ExtractField<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends ExtractField<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
