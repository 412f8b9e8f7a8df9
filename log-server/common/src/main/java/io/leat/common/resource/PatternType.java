package io.leat.common.resource;

import java.util.Locale;

/** How the name in an access control entry is meant (KIP-290). */
public enum PatternType {
    /** One that this version does not know. */
    UNKNOWN(0),
    /** In filters: all patterns of exactly this name. */
    ANY(1),
    /** In filters: all patterns that a resource of this name falls under. */
    MATCH(2),
    /** The resource of this name; an asterisk is all. */
    LITERAL(3),
    /** All resources whose names begin so. */
    PREFIXED(4);

    private final byte code;

    PatternType(int code) {
        this.code = (byte) code;
    }

    /** The one of this name in any case, or UNKNOWN. */
    public static PatternType fromString(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The one with this code, or UNKNOWN. */
    public static PatternType fromCode(byte code) {
        return code < 0 || code >= values().length ? UNKNOWN : values()[code];
    }

    /** Its number in the protocol. */
    public byte code() {
        return code;
    }

    /** Whether an entry can have it, and not only a filter. */
    public boolean isSpecific() {
        return this == LITERAL || this == PREFIXED;
    }

    public boolean isUnknown() {
        return this == UNKNOWN;
    }
}
