package io.leat.common;

/** How a partition's leader is elected on request. */
public enum ElectionType {
    /** The first replica of the list, if it is in sync. */
    PREFERRED((byte) 0),
    /** Any live replica, at the price of losing records. */
    UNCLEAN((byte) 1);

    /** The number on the wire. */
    public final byte value;

    ElectionType(byte value) {
        this.value = value;
    }

    public static ElectionType valueOf(byte value) {
        return switch (value) {
            case 0 -> PREFERRED;
            case 1 -> UNCLEAN;
            default -> throw new IllegalArgumentException("Unknown election type " + value);
        };
    }
}
