package io.leat.common.resource;

import java.util.Locale;

/** The kinds of things that access control entries are about. */
public enum ResourceType {
    /** One that this version does not know. */
    UNKNOWN(0),
    /** In filters: all kinds. */
    ANY(1),
    TOPIC(2),
    GROUP(3),
    CLUSTER(4),
    TRANSACTIONAL_ID(5),
    DELEGATION_TOKEN(6),
    USER(7);

    private final byte code;

    ResourceType(int code) {
        this.code = (byte) code;
    }

    /** The one of this name in any case, or UNKNOWN. */
    public static ResourceType fromString(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The one with this code, or UNKNOWN. */
    public static ResourceType fromCode(byte code) {
        return code < 0 || code >= values().length ? UNKNOWN : values()[code];
    }

    /** Its number in the protocol. */
    public byte code() {
        return code;
    }

    public boolean isUnknown() {
        return this == UNKNOWN;
    }
}
