package io.leat.common.record;

import java.util.NoSuchElementException;

/** Who set a record's timestamp. */
public enum TimestampType {
    NO_TIMESTAMP_TYPE(-1, "NoTimestampType"),
    /** The producer. */
    CREATE_TIME(0, "CreateTime"),
    /** The broker, when it appended the record. */
    LOG_APPEND_TIME(1, "LogAppendTime");

    /** The number on the wire. */
    public final int id;

    /** The name in topic settings. */
    public final String name;

    TimestampType(int id, String name) {
        this.id = id;
        this.name = name;
    }

    public static TimestampType forName(String name) {
        for (TimestampType type : values()) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        throw new NoSuchElementException("Invalid timestamp type " + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
