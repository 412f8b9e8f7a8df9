package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import io.leat.connect.data.Timestamp;
import io.leat.connect.errors.DataException;
import io.leat.connect.sink.SinkRecord;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields with the record's topic, partition, offset (of sinks), timestamp, or a fixed text.
 * The name of a field may end with {@code !} (required) or {@code ?} (optional, the default).
 */
public abstract class InsertField<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "topic.field",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "The field for the topic.")
                            .define(
                                    "partition.field",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "The field for the partition.")
                            .define(
                                    "offset.field",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "The field for the offset, in sinks.")
                            .define(
                                    "timestamp.field",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "The field for the timestamp.")
                            .define(
                                    "static.field",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "The field for a fixed text.")
                            .define(
                                    "static.value",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.MEDIUM,
                                    "That text."));

    private List<Insertion> insertions = List.of();

    /**
     * One field to add.
     *
     * @param bare what it gets where there is no schema
     */
    private record Insertion(
            String field,
            Schema schema,
            boolean optional,
            Function<ConnectRecord<?>, @Nullable Object> value,
            Function<ConnectRecord<?>, @Nullable Object> bare) {}

    InsertField(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        List<Insertion> found = new ArrayList<>();
        add(found, config, "topic.field", Schema.STRING_SCHEMA, ConnectRecord::topic);
        add(found, config, "partition.field", Schema.INT32_SCHEMA, ConnectRecord::kafkaPartition);
        add(found, config, "offset.field", Schema.INT64_SCHEMA, InsertField::offset);
        add(
                found,
                config,
                "timestamp.field",
                Timestamp.SCHEMA,
                record -> record.timestamp() == null ? null : new Date(record.timestamp()),
                ConnectRecord::timestamp);
        String text = config.getString("static.value");
        if (config.getString("static.field") != null && text == null) {
            throw new ConfigException("static.value", null, "static.field needs a static.value");
        }
        add(found, config, "static.field", Schema.STRING_SCHEMA, record -> text);
        if (found.isEmpty()) {
            throw new ConfigException("No field to insert: set topic.field, static.field or such.");
        }
        insertions = List.copyOf(found);
    }

    private static void add(
            List<Insertion> found,
            AbstractConfig config,
            String setting,
            Schema schema,
            Function<ConnectRecord<?>, @Nullable Object> value) {
        add(found, config, setting, schema, value, value);
    }

    private static void add(
            List<Insertion> found,
            AbstractConfig config,
            String setting,
            Schema schema,
            Function<ConnectRecord<?>, @Nullable Object> value,
            Function<ConnectRecord<?>, @Nullable Object> bare) {
        String name = config.getString(setting);
        if (name == null) {
            return;
        }
        boolean required = name.endsWith("!");
        String field = required || name.endsWith("?") ? name.substring(0, name.length() - 1) : name;
        found.add(new Insertion(field, schema, !required, value, bare));
    }

    private static Object offset(ConnectRecord<?> record) {
        if (record instanceof SinkRecord sink) {
            return sink.kafkaOffset();
        }
        throw new DataException("offset.field is for sinks: a source record has no offset yet");
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        for (Insertion insertion : insertions) {
            Object value = insertion.bare().apply(record);
            if (value != null) {
                map.put(insertion.field(), value);
            }
        }
        return map;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Schema schema = changed(struct.schema(), this::withFields);
        Struct longer = new Struct(schema);
        for (Field field : struct.schema().fields()) {
            longer.put(field.name(), get(struct, field));
        }
        for (Insertion insertion : insertions) {
            Object value = insertion.value().apply(record);
            if (value != null) {
                longer.put(insertion.field(), value);
            }
        }
        return half().with(record, schema, longer);
    }

    private Schema withFields(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        for (Field field : schema.fields()) {
            builder.field(field.name(), field.schema());
        }
        for (Insertion insertion : insertions) {
            builder.field(
                    insertion.field(),
                    insertion.optional() ? optional(insertion.schema()) : insertion.schema());
        }
        return builder.build();
    }

    private static Schema optional(Schema schema) {
        return like(schema, SchemaBuilder.type(schema.type())).optional().build();
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends InsertField<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends InsertField<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
