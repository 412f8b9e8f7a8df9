package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns fields, or the whole key or value, into other simple types. */
public abstract class Cast<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "spec",
                                    ConfigDef.Type.LIST,
                                    ConfigDef.Importance.HIGH,
                                    "Pairs field:type, or one type for the whole. Types: int8,"
                                            + " int16, int32, int64, float32, float64, boolean,"
                                            + " string."));

    private static final Set<Schema.Type> SIMPLE =
            Set.of(
                    Schema.Type.INT8,
                    Schema.Type.INT16,
                    Schema.Type.INT32,
                    Schema.Type.INT64,
                    Schema.Type.FLOAT32,
                    Schema.Type.FLOAT64,
                    Schema.Type.BOOLEAN,
                    Schema.Type.STRING);

    private final Map<String, Schema.Type> targets = new HashMap<>();
    private Schema.@Nullable Type whole;

    Cast(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        targets.clear();
        whole = null;
        List<String> specs = config.getList("spec");
        for (String spec : specs) {
            String[] parts = spec.split(":", -1);
            if (parts.length > 2) {
                throw new ConfigException("spec", spec, "must be field:type or type");
            }
            Schema.Type target = type(spec, parts[parts.length - 1].trim());
            if (parts.length == 2) {
                targets.put(parts[0].trim(), target);
            } else {
                whole = target;
            }
        }
        if (specs.isEmpty() || whole != null && specs.size() > 1) {
            throw new ConfigException("spec", specs, "must be pairs field:type, or one type");
        }
    }

    private static Schema.Type type(String spec, String name) {
        for (Schema.Type type : SIMPLE) {
            if (type.getName().equals(name.toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new ConfigException("spec", spec, "the type must be one of " + SIMPLE);
    }

    @Override
    public R apply(R record) {
        Schema.Type target = whole;
        Object data = half().data(record);
        if (target == null || data == null) {
            return super.apply(record);
        }
        Schema schema = half().schema(record);
        Object cast = CastValue.cast(schema, data, target);
        return schema == null
                ? half().with(record, null, cast)
                : half().with(record, changed(schema, this::castWhole), cast);
    }

    private Schema castWhole(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.type(whole == null ? schema.type() : whole);
        return alike(schema, builder).build();
    }

    /** Copies whether {@code schema} is optional, and its default as another type. */
    private static SchemaBuilder alike(Schema schema, SchemaBuilder builder) {
        if (schema.isOptional()) {
            builder.optional();
        }
        Object given = CastValue.cast(schema, schema.defaultValue(), builder.type());
        return given == null ? builder : builder.defaultValue(given);
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        targets.forEach(
                (field, target) -> map.put(field, CastValue.cast(null, map.get(field), target)));
        return map;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Schema schema = changed(struct.schema(), this::castFields);
        return half().with(record, schema, cast(struct, schema));
    }

    private Struct cast(Struct struct, Schema schema) {
        Struct result = new Struct(schema);
        for (Field field : struct.schema().fields()) {
            Object value = get(struct, field);
            Schema.Type target = targets.get(field.name());
            result.put(
                    field.name(),
                    target == null ? value : CastValue.cast(field.schema(), value, target));
        }
        return result;
    }

    private Schema castFields(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        for (Field field : schema.fields()) {
            Schema.Type target = targets.get(field.name());
            builder.field(
                    field.name(),
                    target == null
                            ? field.schema()
                            : alike(field.schema(), SchemaBuilder.type(target)).build());
        }
        if (schema.isOptional()) {
            builder.optional();
        }
        if (schema.defaultValue() instanceof Struct given) {
            builder.defaultValue(cast(given, builder.build()));
        }
        return builder.build();
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends Cast<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends Cast<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
