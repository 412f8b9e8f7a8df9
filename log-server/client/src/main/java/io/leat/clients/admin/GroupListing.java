package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import java.util.Objects;
import java.util.Optional;

/** A group in a listing. Immutable. */
public class GroupListing {

    private final String groupId;
    private final Optional<GroupType> type;
    private final String protocol;
    private final Optional<GroupState> groupState;

    public GroupListing(
            String groupId,
            Optional<GroupType> type,
            String protocol,
            Optional<GroupState> groupState) {
        this.groupId = groupId;
        this.type = type;
        this.protocol = protocol;
        this.groupState = groupState;
    }

    /** Whether it only stores offsets and has no members' protocol. */
    public boolean isSimpleConsumerGroup() {
        return type.filter(known -> known != GroupType.CLASSIC).isEmpty() && protocol.isEmpty();
    }

    public String groupId() {
        return groupId;
    }

    public Optional<GroupType> type() {
        return type;
    }

    public String protocol() {
        return protocol;
    }

    public Optional<GroupState> groupState() {
        return groupState;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupListing that
                && Objects.equals(groupId, that.groupId)
                && Objects.equals(type, that.type)
                && Objects.equals(protocol, that.protocol)
                && Objects.equals(groupState, that.groupState);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, type, protocol, groupState);
    }

    @Override
    public String toString() {
        return "GroupListing(groupId="
                + groupId
                + ", type="
                + type
                + ", protocol="
                + protocol
                + ", groupState="
                + groupState
                + ")";
    }
}
