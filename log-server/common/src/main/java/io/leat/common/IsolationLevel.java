package io.leat.common;

import java.util.Locale;

/** Which records of transactions a reader sees. */
public enum IsolationLevel {
    /** All records, also those of open and aborted transactions. */
    READ_UNCOMMITTED((byte) 0),
    /** Records up to the first open transaction, without those of aborted ones. */
    READ_COMMITTED((byte) 1);

    private final byte id;

    IsolationLevel(byte id) {
        this.id = id;
    }

    /** The number on the wire. */
    public byte id() {
        return id;
    }

    public static IsolationLevel forId(byte id) {
        return switch (id) {
            case 0 -> READ_UNCOMMITTED;
            case 1 -> READ_COMMITTED;
            default -> throw new IllegalArgumentException("Unknown isolation level " + id);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
