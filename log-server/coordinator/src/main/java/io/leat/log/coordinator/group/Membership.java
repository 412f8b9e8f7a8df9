package io.leat.log.coordinator.group;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The rules by which a request is from a member. Stateless. */
final class Membership {

    private Membership() {}

    /** Whether {@code memberId} is a member, and the only one under {@code instanceId}. */
    static ErrorCode check(ClassicGroup group, String memberId, @Nullable String instanceId) {
        if (instanceId != null) {
            String holder = group.staticMember(instanceId);
            if (holder == null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            if (!holder.equals(memberId)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
        }
        return group.member(memberId) == null ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.NONE;
    }

    /** As {@link #check(ClassicGroup, String, String)}, and in the present generation. */
    static ErrorCode check(
            ClassicGroup group, String memberId, @Nullable String instanceId, int generation) {
        ErrorCode error = check(group, memberId, instanceId);
        if (error == ErrorCode.NONE && generation != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        return error;
    }
}
