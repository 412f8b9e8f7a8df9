package io.leat.clients.consumer;

import java.util.Locale;

/** What becomes of a record that a share consumer was given (KIP-932, KIP-1222). */
public enum AcknowledgeType {
    /** It was processed. */
    ACCEPT((byte) 1),
    /** It was not processed, and may be delivered again. */
    RELEASE((byte) 2),
    /** It cannot be processed, and is not to be delivered again. */
    REJECT((byte) 3),
    /** It is still being processed: the consumer keeps it for another while. */
    RENEW((byte) 4);

    /** The number on the wire. */
    public final byte id;

    AcknowledgeType(byte id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with that number. */
    public static AcknowledgeType forId(byte id) {
        for (AcknowledgeType each : values()) {
            if (each.id == id) {
                return each;
            }
        }
        throw new IllegalArgumentException("There is no acknowledge type " + id);
    }
}
