package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Schema;
import io.leat.connect.data.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces a key or value, a struct or a map, by one of its fields; null stays null. */
public abstract class ExtractField<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "field",
                                    ConfigDef.Type.STRING,
                                    ConfigDef.Importance.MEDIUM,
                                    "The name of the field, or the way to it.")
                            .define(
                                    "field.syntax.version",
                                    ConfigDef.Type.STRING,
                                    "V1",
                                    ConfigDef.CaseInsensitiveValidString.in("V1", "V2"),
                                    ConfigDef.Importance.HIGH,
                                    "V2 lets field name nested fields, with dots."));

    private FieldPath path = new FieldPath(List.of());
    private boolean replaceNull = true;

    ExtractField(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        path = FieldPath.of(config.getString("field"), config.getString("field.syntax.version"));
        replaceNull = config.getBoolean(REPLACE_NULL);
    }

    @Override
    public R apply(R record) {
        Schema schema = half().schema(record);
        if (half().data(record) == null) {
            return half().with(record, schema == null ? null : path.schema(schema), null);
        }
        return super.apply(record);
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        return path.value(map);
    }

    @Override
    R changeStruct(R record, Struct struct) {
        return half().with(record, path.schema(struct.schema()), path.value(struct, replaceNull));
    }

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
