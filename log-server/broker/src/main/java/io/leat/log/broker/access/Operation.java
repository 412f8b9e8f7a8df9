package io.leat.log.broker.access;

/** What somebody may do to a resource, with the numbers of the protocol. */
public enum Operation {
    UNKNOWN,
    ANY,
    ALL,
    READ,
    WRITE,
    CREATE,
    DELETE,
    ALTER,
    DESCRIBE,
    CLUSTER_ACTION,
    DESCRIBE_CONFIGS,
    ALTER_CONFIGS,
    IDEMPOTENT_WRITE,
    CREATE_TOKENS,
    DESCRIBE_TOKENS,
    TWO_PHASE_COMMIT;

    public byte code() {
        return (byte) ordinal();
    }

    /** Its bit in the sets of operations that responses tell. */
    int bit() {
        return 1 << ordinal();
    }

    /** Whether who may do this may do {@code other}, too. */
    boolean implies(Operation other) {
        if (this == other || this == ALL) {
            return true;
        }
        return switch (other) {
            case DESCRIBE -> this == READ || this == WRITE || this == DELETE || this == ALTER;
            case DESCRIBE_CONFIGS -> this == ALTER_CONFIGS;
            default -> false;
        };
    }
}
