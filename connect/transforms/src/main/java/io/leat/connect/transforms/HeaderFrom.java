package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import io.leat.connect.header.Headers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies or moves fields into headers. */
public abstract class HeaderFrom<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "fields",
                                    ConfigDef.Type.LIST,
                                    ConfigDef.Importance.HIGH,
                                    "The fields.")
                            .define(
                                    "headers",
                                    ConfigDef.Type.LIST,
                                    ConfigDef.Importance.HIGH,
                                    "The headers, in the order of the fields.")
                            .define(
                                    "operation",
                                    ConfigDef.Type.STRING,
                                    ConfigDef.NO_DEFAULT_VALUE,
                                    ConfigDef.ValidString.in("move", "copy"),
                                    ConfigDef.Importance.HIGH,
                                    "move or copy."));

    private List<String> fields = List.of();
    private List<String> headers = List.of();
    private boolean moves;

    HeaderFrom(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        fields = config.getList("fields");
        headers = config.getList("headers");
        if (fields.isEmpty() || fields.size() != headers.size()) {
            throw new ConfigException(
                    "headers", headers, "must name one header for each of fields=" + fields);
        }
        moves = config.getString("operation").equals("move");
    }

    @Override
    public R apply(R record) {
        Object data = half().data(record);
        Schema schema = half().schema(record);
        Headers longer = record.headers().duplicate();
        if (schema == null) {
            Map<String, @Nullable Object> map = map(data);
            for (int i = 0; i < fields.size(); i++) {
                longer.add(headers.get(i), map.get(fields.get(i)), null);
            }
            if (moves) {
                map.keySet().removeAll(fields);
            }
            return replace(record, null, map, longer);
        }
        Struct struct = struct(data);
        for (int i = 0; i < fields.size(); i++) {
            Field field = schema.field(fields.get(i));
            if (field == null) {
                throw new DataException("there is no field '" + fields.get(i) + "' in " + schema);
            }
            longer.add(headers.get(i), get(struct, field), field.schema());
        }
        return moves
                ? withoutFields(record, struct, longer)
                : replace(record, schema, struct, longer);
    }

    private R withoutFields(R record, Struct struct, Headers longer) {
        Schema schema = changed(struct.schema(), this::keptFields);
        Struct kept = new Struct(schema);
        for (Field field : schema.fields()) {
            kept.put(field, get(struct, struct.schema().fields().get(index(struct, field))));
        }
        return replace(record, schema, kept, longer);
    }

    private static int index(Struct struct, Field field) {
        Field original = struct.schema().field(field.name());
        return original == null ? field.index() : original.index();
    }

    private Schema keptFields(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        for (Field field : schema.fields()) {
            if (!fields.contains(field.name())) {
                builder.field(field.name(), field.schema());
            }
        }
        return builder.build();
    }

    private R replace(R record, @Nullable Schema schema, Object data, Headers longer) {
        R changed = half().with(record, schema, data);
        return changed.newRecord(
                changed.topic(),
                changed.kafkaPartition(),
                changed.keySchema(),
                changed.key(),
                changed.valueSchema(),
                changed.value(),
                changed.timestamp(),
                longer);
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
    public static final class Key<R extends ConnectRecord<R>> extends HeaderFrom<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends HeaderFrom<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
