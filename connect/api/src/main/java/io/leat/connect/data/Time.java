package io.leat.connect.data;

import io.leat.connect.errors.DataException;

/** A time of day: milliseconds since midnight, in UTC. */
public class Time {

    /** The schema name that makes a value of this logical type. */
    public static final String LOGICAL_NAME = "org.apache.kafka.connect.data.Time";

    public static final Schema SCHEMA = builder().schema();

    public static SchemaBuilder builder() {
        return SchemaBuilder.int32().name(LOGICAL_NAME).version(1);
    }

    public static int fromLogical(Schema schema, java.util.Date value) {
        check(schema);
        if (value.getTime() < 0 || value.getTime() > 86_400_000L) {
            throw new DataException("a time must be within a day, not " + value.getTime());
        }
        return (int) value.getTime();
    }

    public static java.util.Date toLogical(Schema schema, int value) {
        check(schema);
        return new java.util.Date(value);
    }

    private static void check(Schema schema) {
        if (!LOGICAL_NAME.equals(schema.name())) {
            throw new DataException("not a schema of the logical type Time: " + schema);
        }
    }
}
