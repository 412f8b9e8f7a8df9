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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps, leaves out and renames fields. */
public abstract class ReplaceField<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "exclude",
                                    ConfigDef.Type.LIST,
                                    List.of(),
                                    ConfigDef.Importance.MEDIUM,
                                    "Fields to leave out; wins over include.")
                            .define(
                                    "include",
                                    ConfigDef.Type.LIST,
                                    List.of(),
                                    ConfigDef.Importance.MEDIUM,
                                    "Fields to keep; all by default.")
                            .define(
                                    "renames",
                                    ConfigDef.Type.LIST,
                                    List.of(),
                                    ConfigDef.Importance.MEDIUM,
                                    "Pairs old:new."));

    private List<String> exclude = List.of();
    private List<String> include = List.of();
    private Map<String, String> renames = Map.of();

    ReplaceField(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        exclude = config.getList("exclude");
        include = config.getList("include");
        renames = pairs("renames", config.getList("renames"));
    }

    /** Reads {@code a:b} pairs. */
    static Map<String, String> pairs(String setting, List<String> texts) {
        Map<String, String> pairs = new HashMap<>();
        for (String text : texts) {
            String[] parts = text.split(":", -1);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw new ConfigException(setting, text, "must be pairs such as old:new");
            }
            pairs.put(parts[0], parts[1]);
        }
        return pairs;
    }

    private boolean keeps(String field) {
        return !exclude.contains(field) && (include.isEmpty() || include.contains(field));
    }

    private String name(String field) {
        return renames.getOrDefault(field, field);
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        map.forEach(
                (field, value) -> {
                    if (keeps(field)) {
                        kept.put(name(field), value);
                    }
                });
        return kept;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Schema schema = changed(struct.schema(), this::keptFields);
        Struct kept = new Struct(schema);
        for (Field field : struct.schema().fields()) {
            if (keeps(field.name())) {
                kept.put(name(field.name()), get(struct, field));
            }
        }
        return half().with(record, schema, kept);
    }

    private Schema keptFields(Schema schema) {
        SchemaBuilder builder = likeStruct(schema);
        for (Field field : schema.fields()) {
            if (keeps(field.name())) {
                builder.field(name(field.name()), field.schema());
            }
        }
        return builder.build();
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends ReplaceField<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends ReplaceField<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
