package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transform of records' keys or values: structs where there is a schema, maps where there is
 * none. Owned by one task's thread.
 */
abstract class HalfTransform<R extends ConnectRecord<R>> implements Transformation<R> {

    /** The setting that says whether a field without a value counts as its default. */
    static final String REPLACE_NULL = "replace.null.with.default";

    private static final int MAX_SCHEMAS = 16;

    private final KeyOrValue half;
    private final ConfigDef definition;
    private final Map<Schema, Schema> schemas =
            new LinkedHashMap<>(MAX_SCHEMAS, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Schema, Schema> eldest) {
                    return size() > MAX_SCHEMAS;
                }
            };
    private boolean replaceNull = true;

    HalfTransform(KeyOrValue half, ConfigDef definition) {
        this.half = half;
        this.definition = definition;
    }

    /** Adds the setting {@link #REPLACE_NULL}. */
    static ConfigDef withReplaceNull(ConfigDef definition) {
        return definition.define(
                REPLACE_NULL,
                ConfigDef.Type.BOOLEAN,
                true,
                ConfigDef.Importance.MEDIUM,
                "Whether a field without a value counts as its default.");
    }

    @Override
    public final void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(definition, configs);
        if (definition.names().contains(REPLACE_NULL)) {
            replaceNull = config.getBoolean(REPLACE_NULL);
        }
        schemas.clear();
        configure(config);
    }

    abstract void configure(AbstractConfig config);

    @Override
    public R apply(R record) {
        Object data = half.data(record);
        Schema schema = half.schema(record);
        if (data == null) {
            return record;
        }
        return schema == null
                ? half.with(record, null, changeMap(record, map(data)))
                : changeStruct(record, struct(data));
    }

    /** What becomes of a map without a schema; it gets a copy. */
    abstract @Nullable Object changeMap(R record, Map<String, @Nullable Object> map);

    abstract R changeStruct(R record, Struct struct);

    KeyOrValue half() {
        return half;
    }

    /** The value of a field, or its default, as the settings say. */
    @Nullable Object get(Struct struct, Field field) {
        return replaceNull ? struct.get(field) : struct.getWithoutDefault(field.name());
    }

    /** What {@code change} makes of a schema, remembered. */
    Schema changed(Schema schema, Function<Schema, Schema> change) {
        Schema known = schemas.get(schema);
        if (known == null) {
            known = change.apply(schema);
            schemas.put(schema, known);
        }
        return known;
    }

    /** A struct schema with the name, version, doc and parameters of {@code schema}. */
    static SchemaBuilder likeStruct(Schema schema) {
        return like(schema, SchemaBuilder.struct());
    }

    static SchemaBuilder like(Schema schema, SchemaBuilder builder) {
        if (schema.name() != null) {
            builder.name(schema.name());
        }
        if (schema.version() != null) {
            builder.version(schema.version());
        }
        if (schema.doc() != null) {
            builder.doc(schema.doc());
        }
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? builder : builder.parameters(parameters);
    }

    /** A copy of {@code data}, which has to be a map. */
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> map(@Nullable Object data) {
        if (data instanceof Map<?, ?> map) {
            return new LinkedHashMap<>((Map<String, @Nullable Object>) map);
        }
        throw wrong("a map", data);
    }

    Struct struct(@Nullable Object data) {
        if (data instanceof Struct struct) {
            return struct;
        }
        throw wrong("a struct", data);
    }

    private DataException wrong(String expected, @Nullable Object data) {
        return new DataException(
                getClass().getSimpleName()
                        + " needs "
                        + expected
                        + ", not "
                        + (data == null ? "null" : "a value of " + data.getClass().getName()));
    }

    @Override
    public ConfigDef config() {
        return definition;
    }

    @Override
    public void close() {}
}
