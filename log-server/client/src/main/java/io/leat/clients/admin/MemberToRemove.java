package io.leat.clients.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A member to remove from its group: by its instance id, or by the id of one that has none. */
public class MemberToRemove {

    private final @Nullable String groupInstanceId;
    private final String memberId;

    public MemberToRemove(String groupInstanceId) {
        this(groupInstanceId, "");
    }

    private MemberToRemove(@Nullable String groupInstanceId, String memberId) {
        this.groupInstanceId = groupInstanceId;
        this.memberId = memberId;
    }

    /**
     * The member that the coordinator calls {@code memberId}, as descriptions of its group and
     * {@link io.leat.clients.consumer.ConsumerGroupMetadata} say. It has no instance id.
     */
    public static MemberToRemove ofMemberId(String memberId) {
        return new MemberToRemove(null, Objects.requireNonNull(memberId, "memberId"));
    }

    /** Null for a member without one. */
    public @Nullable String groupInstanceId() {
        return groupInstanceId;
    }

    /** Empty for a member that is named by its instance id. */
    public String memberId() {
        return memberId;
    }

    /** What an outcome is known by. */
    String id() {
        return groupInstanceId == null ? memberId : groupInstanceId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberToRemove that
                && Objects.equals(groupInstanceId, that.groupInstanceId)
                && memberId.equals(that.memberId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupInstanceId, memberId);
    }

    @Override
    public String toString() {
        return groupInstanceId == null
                ? "MemberToRemove(memberId=" + memberId + ")"
                : "MemberToRemove(groupInstanceId=" + groupInstanceId + ")";
    }
}
