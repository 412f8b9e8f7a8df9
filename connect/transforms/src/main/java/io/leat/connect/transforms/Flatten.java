package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one level of nested structs or maps; names are joined by {@code delimiter}. */
public abstract class Flatten<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            "delimiter",
                            ConfigDef.Type.STRING,
                            ".",
                            ConfigDef.Importance.MEDIUM,
                            "What stands between the names of the levels.");

    private String delimiter = ".";

    Flatten(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        delimiter = config.getString("delimiter");
    }

    private String name(String prefix, String field) {
        return prefix.isEmpty() ? field : prefix + delimiter + field;
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        flatten("", map, flat);
        return flat;
    }

    private void flatten(
            String prefix, Map<String, @Nullable Object> map, Map<String, @Nullable Object> flat) {
        map.forEach(
                (field, value) -> {
                    String name = name(prefix, field);
                    if (value instanceof Map<?, ?>) {
                        flatten(name, map(value), flat);
                    } else {
                        flat.put(name, value);
                    }
                });
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Schema schema = changed(struct.schema(), this::flat);
        Struct flat = new Struct(schema);
        flatten("", struct, flat);
        return half().with(record, schema, flat);
    }

    private void flatten(String prefix, @Nullable Struct struct, Struct flat) {
        if (struct == null) {
            return;
        }
        for (Field field : struct.schema().fields()) {
            String name = name(prefix, field.name());
            if (field.schema().type() == Schema.Type.STRUCT) {
                flatten(name, struct.getStruct(field.name()), flat);
            } else {
                flat.put(name, get(struct, field));
            }
        }
    }

    private Schema flat(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        addFields("", schema, builder, schema.isOptional(), (Struct) schema.defaultValue());
        return builder.build();
    }

    /** Adds the fields below {@code prefix}; what is optional above makes them optional. */
    private void addFields(
            String prefix,
            Schema schema,
            SchemaBuilder target,
            boolean optional,
            @Nullable Struct defaults) {
        for (Field field : schema.fields()) {
            String name = name(prefix, field.name());
            boolean mayMiss = optional || field.schema().isOptional();
            Object own = field.schema().defaultValue();
            Object given = own == null && defaults != null ? defaults.get(field) : own;
            if (field.schema().type() == Schema.Type.STRUCT) {
                addFields(name, field.schema(), target, mayMiss, (Struct) given);
            } else {
                target.field(name, leaf(field.schema(), mayMiss, given));
            }
        }
    }

    private static Schema leaf(Schema schema, boolean optional, @Nullable Object given) {
        if (optional == schema.isOptional() && given == schema.defaultValue()) {
            return schema;
        }
        SchemaBuilder builder =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    default -> SchemaBuilder.type(schema.type());
                };
        like(schema, builder);
        if (optional) {
            builder.optional();
        }
        return given == null ? builder.build() : builder.defaultValue(given).build();
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends Flatten<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends Flatten<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
