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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a key of some fields of the value. */
public class ValueToKey<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "fields",
                                    ConfigDef.Type.LIST,
                                    ConfigDef.Importance.HIGH,
                                    "The fields of the value that become the key."));

    private List<String> fields = List.of();

    public ValueToKey() {
        super(KeyOrValue.VALUE, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        fields = config.getList("fields");
        if (fields.isEmpty()) {
            throw new ConfigException("fields", fields, "must name a field");
        }
    }

    @Override
    public R apply(R record) {
        if (record.valueSchema() == null) {
            Map<String, @Nullable Object> value = map(record.value());
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            fields.forEach(field -> key.put(field, value.get(field)));
            return KeyOrValue.KEY.with(record, null, key);
        }
        return changeStruct(record, struct(record.value()));
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        return map;
    }

    @Override
    R changeStruct(R record, Struct value) {
        Schema schema = changed(value.schema(), this::keySchema);
        Struct key = new Struct(schema);
        for (Field field : schema.fields()) {
            key.put(field, get(value, field(value.schema(), field.name())));
        }
        return KeyOrValue.KEY.with(record, schema, key);
    }

    private Schema keySchema(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (String name : fields) {
            builder.field(name, field(schema, name).schema());
        }
        return builder.build();
    }

    private static Field field(Schema schema, String name) {
        Field field = schema.field(name);
        if (field == null) {
            throw new DataException("there is no field '" + name + "' in " + schema);
        }
        return field;
    }
}
