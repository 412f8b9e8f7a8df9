package io.leat.connect.transforms;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Field;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces fields by the null value of their type (0, false, empty), or by a text or number. */
public abstract class MaskField<R extends ConnectRecord<R>> extends HalfTransform<R> {

    static final ConfigDef CONFIG_DEF =
            withReplaceNull(
                    new ConfigDef()
                            .define(
                                    "fields",
                                    ConfigDef.Type.LIST,
                                    ConfigDef.Importance.HIGH,
                                    "The fields to mask.")
                            .define(
                                    "replacement",
                                    ConfigDef.Type.STRING,
                                    null,
                                    ConfigDef.Importance.LOW,
                                    "What to put into fields with numbers and texts instead."));

    private static final Map<Class<?>, Object> NOTHING =
            Map.ofEntries(
                    Map.entry(Byte.class, (byte) 0),
                    Map.entry(Short.class, (short) 0),
                    Map.entry(Integer.class, 0),
                    Map.entry(Long.class, 0L),
                    Map.entry(Float.class, 0f),
                    Map.entry(Double.class, 0d),
                    Map.entry(BigInteger.class, BigInteger.ZERO),
                    Map.entry(BigDecimal.class, BigDecimal.ZERO),
                    Map.entry(Boolean.class, false),
                    Map.entry(String.class, ""));

    private static final Map<Class<?>, Function<String, Object>> PARSERS =
            Map.of(
                    Byte.class, Byte::valueOf,
                    Short.class, Short::valueOf,
                    Integer.class, Integer::valueOf,
                    Long.class, Long::valueOf,
                    Float.class, Float::valueOf,
                    Double.class, Double::valueOf,
                    BigInteger.class, BigInteger::new,
                    BigDecimal.class, BigDecimal::new,
                    String.class, text -> text);

    private List<String> fields = List.of();
    private @Nullable String replacement;

    MaskField(KeyOrValue half) {
        super(half, CONFIG_DEF);
    }

    @Override
    void configure(AbstractConfig config) {
        fields = config.getList("fields");
        replacement = config.getString("replacement");
        if (replacement != null && replacement.isEmpty()) {
            throw new ConfigException("replacement", replacement, "must not be empty");
        }
    }

    @Override
    @Nullable Object changeMap(R record, Map<String, @Nullable Object> map) {
        for (String field : fields) {
            map.put(field, masked(field, map.get(field)));
        }
        return map;
    }

    @Override
    R changeStruct(R record, Struct struct) {
        Struct changed = new Struct(struct.schema());
        for (Field field : struct.schema().fields()) {
            Object value = get(struct, field);
            changed.put(field, fields.contains(field.name()) ? masked(field.name(), value) : value);
        }
        return half().with(record, struct.schema(), changed);
    }

    private @Nullable Object masked(String field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return replacement == null ? nothing(field, value) : replaced(field, value, replacement);
    }

    private static Object nothing(String field, Object value) {
        if (value instanceof Date) {
            return new Date(0);
        }
        if (value instanceof List<?>) {
            return List.of();
        }
        if (value instanceof Map<?, ?>) {
            return Map.of();
        }
        Object nothing = NOTHING.get(value.getClass());
        if (nothing == null) {
            throw new DataException(
                    "field '" + field + "' cannot be masked: " + value.getClass().getName());
        }
        return nothing;
    }

    private static Object replaced(String field, Object value, String replacement) {
        Function<String, Object> parser = PARSERS.get(value.getClass());
        try {
            if (parser != null) {
                return parser.apply(replacement);
            }
        } catch (NumberFormatException e) {
            throw new DataException(
                    "replacement=" + replacement + " does not fit into field '" + field + "'", e);
        }
        throw new DataException(
                "field '"
                        + field
                        + "' of "
                        + value.getClass().getName()
                        + " cannot take a replacement");
    }

    /** Works on keys. */
    public static final class Key<R extends ConnectRecord<R>> extends MaskField<R> {
        public Key() {
            super(KeyOrValue.KEY);
        }
    }

    /** Works on values. */
    public static final class Value<R extends ConnectRecord<R>> extends MaskField<R> {
        public Value() {
            super(KeyOrValue.VALUE);
        }
    }
}
