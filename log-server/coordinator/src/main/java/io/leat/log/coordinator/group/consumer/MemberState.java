package io.leat.log.coordinator.group.consumer;

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
enum MemberState {
    STABLE(0),
    UNREVOKED(1),
    UNRELEASED(2),
    /** Written by a later version. */
    UNKNOWN(127);

    private final byte code;

    MemberState(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static MemberState of(byte code) {
        for (MemberState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
