package io.leat.log.coordinator.group.assignment;

/**
 * How far a member is on the way to its target.
 *
 * <pre>
 *            target changed, must give up some         gave them up
 *   STABLE ---------------------------------> UNREVOKED ---------+
 *     ^  \                                                        |
 *     |   \  must wait for others               must wait         v
 *     |    +------------------> UNRELEASED <-----------------(target)
 *     |  others gave them up        |                             |
 *     +-----------------------------+-----------------------------+
 * </pre>
 */
public enum MemberState {
    STABLE,
    UNREVOKED,
    UNRELEASED,
    /** Written by a later version. */
    UNKNOWN;

    private static final byte UNKNOWN_CODE = 127;

    /**
     * As it is saved.
     *
     * @param first the code of STABLE, which is another in each kind of groups
     */
    public byte code(int first) {
        return this == UNKNOWN ? UNKNOWN_CODE : (byte) (first + ordinal());
    }

    /** The state saved as {@code code}. */
    public static MemberState of(byte code, int first) {
        int ordinal = code - first;
        return ordinal >= 0 && ordinal < UNKNOWN.ordinal() ? values()[ordinal] : UNKNOWN;
    }
}
