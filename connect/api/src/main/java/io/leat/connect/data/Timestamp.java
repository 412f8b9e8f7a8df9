package io.leat.connect.data;

import io.leat.connect.errors.DataException;

/** A point in time: milliseconds since 1970-01-01, in UTC. */
public class Timestamp {

    /** The schema name that makes a value of this logical type. */
    public static final String LOGICAL_NAME = "org.apache.kafka.connect.data.Timestamp";

    public static final Schema SCHEMA = builder().schema();

    public static SchemaBuilder builder() {
        return SchemaBuilder.int64().name(LOGICAL_NAME).version(1);
    }

    public static long fromLogical(Schema schema, java.util.Date value) {
        check(schema);
        return value.getTime();
    }

    public static java.util.Date toLogical(Schema schema, long value) {
        check(schema);
        return new java.util.Date(value);
    }

    private static void check(Schema schema) {
        if (!LOGICAL_NAME.equals(schema.name())) {
            throw new DataException("not a schema of the logical type Timestamp: " + schema);
        }
    }
}
