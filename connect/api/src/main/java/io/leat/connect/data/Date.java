package io.leat.connect.data;

import io.leat.connect.errors.DataException;

/** A day without a time: days since 1970-01-01, in UTC. */
public class Date {

    /** The schema name that makes a value of this logical type. */
    public static final String LOGICAL_NAME = "org.apache.kafka.connect.data.Date";

    public static final Schema SCHEMA = builder().schema();

    public static SchemaBuilder builder() {
        return SchemaBuilder.int32().name(LOGICAL_NAME).version(1);
    }

    public static int fromLogical(Schema schema, java.util.Date value) {
        check(schema);
        if (Math.floorMod(value.getTime(), 86_400_000L) != 0) {
            throw new DataException("a date must be midnight in UTC, not " + value.getTime());
        }
        return (int) Math.floorDiv(value.getTime(), 86_400_000L);
    }

    public static java.util.Date toLogical(Schema schema, int value) {
        check(schema);
        return new java.util.Date(value * 86_400_000L);
    }

    private static void check(Schema schema) {
        if (!LOGICAL_NAME.equals(schema.name())) {
            throw new DataException("not a schema of the logical type Date: " + schema);
        }
    }
}
