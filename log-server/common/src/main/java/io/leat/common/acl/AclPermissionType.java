package io.leat.common.acl;

import java.util.Locale;

/** Whether an access control entry allows or denies. */
public enum AclPermissionType {
    /** One that this version does not know. */
    UNKNOWN(0),
    /** In filters: either. */
    ANY(1),
    DENY(2),
    ALLOW(3);

    private final byte code;

    AclPermissionType(int code) {
        this.code = (byte) code;
    }

    /** The one of this name in any case, or UNKNOWN. */
    public static AclPermissionType fromString(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The one with this code, or UNKNOWN. */
    public static AclPermissionType fromCode(byte code) {
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
