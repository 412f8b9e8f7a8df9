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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns timestamps, a field or the whole, into another form: text, Unix time, logical types. */
public abstract class TimestampConverter<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "field",
                                    ConfigDef.Type.STRING,
                                    "",
                                    ConfigDef.Importance.HIGH,
                                    "The field; empty for the whole key or value.")
                            .define(
                                    "target.type",
                                    ConfigDef.Type.STRING,
                                    ConfigDef.NO_DEFAULT_VALUE,
                                    ConfigDef.ValidString.in(
                                            "string", "unix", "Date", "Time", "Timestamp"),
                                    ConfigDef.Importance.HIGH,
                                    "What it becomes.")
                            .define(
                                    "format",
                                    ConfigDef.Type.STRING,
                                    "",
                                    ConfigDef.Importance.MEDIUM,
                                    "The pattern of texts, in the letters of SimpleDateFormat.")
                            .define(
                                    "unix.precision",
                                    ConfigDef.Type.STRING,
                                    "milliseconds",
                                    ConfigDef.ValidString.in(
                                            "nanoseconds",
                                            "microseconds",
                                            "milliseconds",
                                            "seconds"),
                                    ConfigDef.Importance.LOW,
                                    "The unit of Unix times."));

    private String field = "";
    private TimestampForm target = TimestampForm.TIMESTAMP;
    private TimestampForm.Settings settings = new TimestampForm.Settings(null, "milliseconds");

    TimestampConverter(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        field = config.getString("field");
        target = TimestampForm.called(config.getString("target.type"));
        String format = config.getString("format").trim();
        if (target == TimestampForm.STRING && format.isEmpty()) {
            throw new ConfigException("format", format, "target.type=string needs a pattern");
        }
        try {
            settings = new TimestampForm.Settings(format, config.getString("unix.precision"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("format", format, "is no date pattern");
        }
    }

    @Override
    public R apply(R record) {
        if (!field.isEmpty()) {
            return super.apply(record);
        }
        Schema schema = half().schema(record);
        Object data = half().data(record);
        if (schema == null) {
            return half().with(record, null, convert(null, data));
        }
        return half().with(
                        record,
                        changed(schema, s -> target.schema(s.isOptional())),
                        convert(schema, data));
    }

    private @Nullable Object convert(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        TimestampForm form =
                schema == null ? TimestampForm.of(value) : TimestampForm.of(schema, settings);
        return target.write(form.read(value, settings), settings);
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        map.put(field, convert(null, map.get(field)));
        return map;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Schema schema = changed(struct.schema(), this::convertedField);
        Struct converted = new Struct(schema);
        for (Field each : struct.schema().fields()) {
            Object value = get(struct, each);
            converted.put(
                    each.name(), each.name().equals(field) ? convert(each.schema(), value) : value);
        }
        return half().with(record, schema, converted);
    }

    private Schema convertedField(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        for (Field each : schema.fields()) {
            builder.field(
                    each.name(),
                    each.name().equals(field)
                            ? target.schema(each.schema().isOptional())
                            : each.schema());
        }
        if (schema.isOptional()) {
            builder.optional();
        }
        if (schema.defaultValue() != null) {
            throw new DataException("a struct with a default cannot have its timestamps converted");
        }
        return builder.build();
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends TimestampConverter<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends TimestampConverter<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
