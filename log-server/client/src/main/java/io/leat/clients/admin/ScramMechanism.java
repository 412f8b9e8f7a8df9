package io.leat.clients.admin;

/** The SCRAM mechanisms (RFC 5802), with the numbers of the protocol. */
public enum ScramMechanism {
    UNKNOWN("unknown"),
    SCRAM_SHA_256("SCRAM-SHA-256"),
    SCRAM_SHA_512("SCRAM-SHA-512");

    private final String mechanismName;

    ScramMechanism(String mechanismName) {
        this.mechanismName = mechanismName;
    }

    /** The mechanism of this number, or UNKNOWN. */
    public static ScramMechanism fromType(byte type) {
        return type < 0 || type >= values().length ? UNKNOWN : values()[type];
    }

    /** The mechanism that SASL calls so, or UNKNOWN. */
    public static ScramMechanism fromMechanismName(String mechanismName) {
        for (ScramMechanism each : values()) {
            if (each.mechanismName.equals(mechanismName)) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /** What SASL calls it. */
    public String mechanismName() {
        return mechanismName;
    }

    /** Its number in the protocol. */
    public byte type() {
        return (byte) ordinal();
    }
}
