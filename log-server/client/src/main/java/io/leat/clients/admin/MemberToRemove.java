package io.leat.clients.admin;

import java.util.Objects;

/** A static member to remove from its group. Immutable. */
public class MemberToRemove {

    private final String groupInstanceId;

    public MemberToRemove(String groupInstanceId) {
        this.groupInstanceId = groupInstanceId;
    }

    public String groupInstanceId() {
        return groupInstanceId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberToRemove that
                && Objects.equals(groupInstanceId, that.groupInstanceId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupInstanceId);
    }

    @Override
    public String toString() {
        return "MemberToRemove(groupInstanceId=" + groupInstanceId + ")";
    }
}
