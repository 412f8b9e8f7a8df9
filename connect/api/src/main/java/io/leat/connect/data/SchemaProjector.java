package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import io.leat.connect.errors.SchemaProjectorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries values of one version of a schema over to another: fields that are gone are left out, new
 * ones get their defaults, numbers may become wider.
 */
public class SchemaProjector {

    private static final List<Schema.Type> NUMBERS =
            List.of(
                    Schema.Type.INT8,
                    Schema.Type.INT16,
                    Schema.Type.INT32,
                    Schema.Type.INT64,
                    Schema.Type.FLOAT32,
                    Schema.Type.FLOAT64);

    /**
     * The value of {@code record}, which is of {@code source}, as one of {@code target}.
     *
     * @throws SchemaProjectorException if the schemas do not go together
     */
    public static @Nullable Object project(Schema source, @Nullable Object record, Schema target) {
        check(source, target);
        if (source.isOptional() && !target.isOptional()) {
            if (target.defaultValue() == null) {
                throw new SchemaProjectorException(
                        "an optional schema cannot become a required one without a default: "
                                + source);
            }
            return record == null ? target.defaultValue() : required(source, record, target);
        }
        return record == null ? null : required(source, record, target);
    }

    private static void check(Schema source, Schema target) {
        boolean wider =
                NUMBERS.contains(source.type())
                        && NUMBERS.indexOf(target.type()) >= NUMBERS.indexOf(source.type());
        if (source.type() != target.type() && !wider) {
            throw new SchemaProjectorException(
                    "values of " + source.type() + " cannot become " + target.type());
        }
        if (!Objects.equals(source.name(), target.name())
                || !Objects.equals(source.parameters(), target.parameters())) {
            throw new SchemaProjectorException(
                    "the schemas have other names or parameters: " + source + " and " + target);
        }
    }

    private static @Nullable Object required(Schema source, Object record, Schema target) {
        return switch (target.type()) {
            case STRUCT -> struct(source, (Struct) record, target);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Object element : (List<?>) record) {
                    list.add(project(source.valueSchema(), element, target.valueSchema()));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) record)
                        .forEach(
                                (key, value) ->
                                        map.put(
                                                project(
                                                        source.keySchema(),
                                                        key,
                                                        target.keySchema()),
                                                project(
                                                        source.valueSchema(),
                                                        value,
                                                        target.valueSchema())));
                yield map;
            }
            default -> simple(record, target);
        };
    }

    private static Object simple(Object record, Schema target) {
        if (!(record instanceof Number number) || target.name() != null) {
            return record;
        }
        return switch (target.type()) {
            case INT16 -> number.shortValue();
            case INT32 -> number.intValue();
            case INT64 -> number.longValue();
            case FLOAT32 -> number.floatValue();
            case FLOAT64 -> number.doubleValue();
            default -> record;
        };
    }

    private static Struct struct(Schema source, Struct record, Schema target) {
        Struct projected = new Struct(target);
        for (Field field : target.fields()) {
            Field from = source.field(field.name());
            try {
                if (from != null) {
                    projected.put(field, project(from.schema(), record.get(from), field.schema()));
                } else if (field.schema().defaultValue() != null) {
                    projected.put(field, field.schema().defaultValue());
                } else if (!field.schema().isOptional()) {
                    throw new SchemaProjectorException("it is required and has no default");
                }
            } catch (DataException e) {
                throw new SchemaProjectorException(
                        "field '" + field.name() + "' of " + target + ": " + e.getMessage(), e);
            }
        }
        return projected;
    }
}
