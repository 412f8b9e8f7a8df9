package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import java.util.Objects;
import java.util.Optional;

/** A consumer group in a listing. Immutable. */
public class ConsumerGroupListing {

    private final String groupId;
    private final Optional<GroupState> groupState;
    private final Optional<GroupType> type;
    private final boolean simple;

    public ConsumerGroupListing(
            String groupId,
            Optional<GroupState> groupState,
            Optional<GroupType> type,
            boolean simple) {
        this.groupId = groupId;
        this.groupState = groupState;
        this.type = type;
        this.simple = simple;
    }

    public ConsumerGroupListing(
            String groupId, Optional<GroupState> groupState, boolean isSimpleConsumerGroup) {
        this(groupId, groupState, Optional.empty(), isSimpleConsumerGroup);
    }

    public String groupId() {
        return groupId;
    }

    public Optional<GroupState> groupState() {
        return groupState;
    }

    public Optional<GroupType> type() {
        return type;
    }

    public boolean isSimpleConsumerGroup() {
        return simple;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupListing that
                && Objects.equals(groupId, that.groupId)
                && Objects.equals(groupState, that.groupState)
                && Objects.equals(type, that.type)
                && simple == that.simple;
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, groupState, type, simple);
    }

    @Override
    public String toString() {
        return "ConsumerGroupListing(groupId="
                + groupId
                + ", groupState="
                + groupState
                + ", type="
                + type
                + ", simple="
                + simple
                + ")";
    }
}
