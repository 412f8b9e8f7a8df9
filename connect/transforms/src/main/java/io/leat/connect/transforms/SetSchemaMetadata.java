package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.ConnectSchema;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a schema another name or version. */
public abstract class SetSchemaMetadata<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "schema.name",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.HIGH,
                                    "The name.")
                            .define(
                                    "schema.version",
                                    ConfigDef.Type.INT,
                                    null,
                                    ConfigDef.Importance.HIGH,
                                    "The version."));

    private @Nullable String name;
    private @Nullable Integer version;

    SetSchemaMetadata(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        name = config.getString("schema.name");
        version = config.getInt("schema.version");
        if (name == null && version == null) {
            throw new ConfigException("Set schema.name, schema.version or both.");
        }
    }

    @Override
    public R apply(R record) {
        Schema schema = half().schema(record);
        Object data = half().data(record);
        if (schema == null) {
            if (data == null) {
                return record;
            }
            throw new DataException("a value without a schema has no schema to name");
        }
        Schema renamed = changed(schema, this::renamed);
        return half().with(record, renamed, data instanceof Struct s ? copy(s, renamed) : data);
    }

    private Schema renamed(Schema schema) {
        boolean struct = schema.type() == Schema.Type.STRUCT;
        boolean map = schema.type() == Schema.Type.MAP;
        boolean array = schema.type() == Schema.Type.ARRAY;
        return new ConnectSchema(
                schema.type(),
                schema.isOptional(),
                schema.defaultValue(),
                name == null ? schema.name() : name,
                version == null ? schema.version() : version,
                schema.doc(),
                schema.parameters(),
                struct ? schema.fields() : null,
                map ? schema.keySchema() : null,
                map || array ? schema.valueSchema() : null);
    }

    private Struct copy(Struct struct, Schema schema) {
        Struct copy = new Struct(schema);
        for (Field field : schema.fields()) {
            copy.put(field, get(struct, field));
        }
        return copy;
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        return map;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        return record;
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends SetSchemaMetadata<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends SetSchemaMetadata<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
