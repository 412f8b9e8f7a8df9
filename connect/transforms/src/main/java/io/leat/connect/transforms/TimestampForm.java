package io.leat.connect.transforms;

import io.leat.connect.data.Date;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Time;
import io.leat.connect.data.Timestamp;
import io.leat.connect.errors.DataException;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The forms that a timestamp takes in records. */
enum TimestampForm {
    STRING("string") {
        @Override
        java.util.Date read(Object value, Settings settings) {
            if (settings.pattern() == null) {
                throw new DataException("set format= to read timestamps from texts");
            }
            try {
                return settings.pattern().parse((String) value);
            } catch (ParseException e) {
                throw new DataException("'" + value + "' does not match format=", e);
            }
        }

        @Override
        Object write(java.util.Date date, Settings settings) {
            if (settings.pattern() == null) {
                throw new DataException("set format= to write timestamps as texts");
            }
            return settings.pattern().format(date);
        }

        @Override
        SchemaBuilder builder() {
            return SchemaBuilder.string();
        }
    },
    UNIX("unix") {
        @Override
        java.util.Date read(Object value, Settings settings) {
            return new java.util.Date(settings.unit().toMillis((Long) value));
        }

        @Override
        Object write(java.util.Date date, Settings settings) {
            return settings.unit().convert(date.getTime(), TimeUnit.MILLISECONDS);
        }

        @Override
        SchemaBuilder builder() {
            return SchemaBuilder.int64();
        }
    },
    DATE("Date") {
        @Override
        Object write(java.util.Date date, Settings settings) {
            return new java.util.Date(date.getTime() - Math.floorMod(date.getTime(), DAY_MS));
        }

        @Override
        SchemaBuilder builder() {
            return Date.builder();
        }
    },
    TIME("Time") {
        @Override
        Object write(java.util.Date date, Settings settings) {
            return new java.util.Date(Math.floorMod(date.getTime(), DAY_MS));
        }

        @Override
        SchemaBuilder builder() {
            return Time.builder();
        }
    },
    TIMESTAMP("Timestamp") {
        @Override
        Object write(java.util.Date date, Settings settings) {
            return date;
        }

        @Override
        SchemaBuilder builder() {
            return Timestamp.builder();
        }
    };

    private static final long DAY_MS = 86_400_000L;

    private final String text;

    /** How texts and Unix times look. One thread. */
    record Settings(@Nullable SimpleDateFormat pattern, TimeUnit unit) {

        Settings(@Nullable String format, String unit) {
            this(pattern(format), TimeUnit.valueOf(unit.toUpperCase(Locale.ROOT)));
        }

        private static @Nullable SimpleDateFormat pattern(@Nullable String format) {
            if (format == null || format.isEmpty()) {
                return null;
            }
            SimpleDateFormat pattern = new SimpleDateFormat(format, Locale.ROOT);
            pattern.setTimeZone(TimeZone.getTimeZone("UTC"));
            return pattern;
        }
    }

    TimestampForm(String text) {
        this.text = text;
    }

    /** The form called {@code name} in settings. */
    static TimestampForm called(String name) {
        for (TimestampForm form : values()) {
            if (form.text.equals(name)) {
                return form;
            }
        }
        throw new DataException("there is no target.type " + name);
    }

    /** The form of values of {@code schema}. */
    static TimestampForm of(Schema schema, Settings settings) {
        if (schema.name() != null) {
            switch (schema.name()) {
                case Timestamp.LOGICAL_NAME:
                    return TIMESTAMP;
                case Date.LOGICAL_NAME:
                    return DATE;
                case Time.LOGICAL_NAME:
                    return TIME;
                default:
                    break;
            }
        }
        if (schema.type() == Schema.Type.STRING) {
            return STRING;
        }
        if (schema.type() == Schema.Type.INT64) {
            return UNIX;
        }
        throw new DataException("no timestamps in values of " + schema);
    }

    /** The form of {@code value} where there is no schema. */
    static TimestampForm of(Object value) {
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Long) {
            return UNIX;
        }
        if (value instanceof java.util.Date) {
            return TIMESTAMP;
        }
        throw new DataException("no timestamp in a value of " + value.getClass().getName());
    }

    java.util.Date read(Object value, Settings settings) {
        return (java.util.Date) value;
    }

    abstract Object write(java.util.Date date, Settings settings);

    abstract SchemaBuilder builder();

    Schema schema(boolean optional) {
        return optional ? builder().optional().build() : builder().build();
    }
}
