package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.Node;
import io.leat.common.acl.AclOperation;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A consumer group, as its coordinator knows it. Immutable. */
public class ConsumerGroupDescription {

    private final String groupId;
    private final boolean simple;
    private final Collection<MemberDescription> members;
    private final String partitionAssignor;
    private final GroupType type;
    private final GroupState groupState;
    private final Node coordinator;
    private final Set<AclOperation> authorizedOperations;
    private final Optional<Integer> groupEpoch;
    private final Optional<Integer> targetAssignmentEpoch;

    public ConsumerGroupDescription(
            String groupId,
            boolean simple,
            Collection<MemberDescription> members,
            String partitionAssignor,
            GroupType type,
            GroupState groupState,
            Node coordinator,
            Set<AclOperation> authorizedOperations,
            Optional<Integer> groupEpoch,
            Optional<Integer> targetAssignmentEpoch) {
        this.groupId = groupId;
        this.simple = simple;
        this.members = members;
        this.partitionAssignor = partitionAssignor;
        this.type = type;
        this.groupState = groupState;
        this.coordinator = coordinator;
        this.authorizedOperations = authorizedOperations;
        this.groupEpoch = groupEpoch;
        this.targetAssignmentEpoch = targetAssignmentEpoch;
    }

    public String groupId() {
        return groupId;
    }

    public boolean isSimpleConsumerGroup() {
        return simple;
    }

    public Collection<MemberDescription> members() {
        return members;
    }

    public String partitionAssignor() {
        return partitionAssignor;
    }

    public GroupType type() {
        return type;
    }

    public GroupState groupState() {
        return groupState;
    }

    public Node coordinator() {
        return coordinator;
    }

    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    public Optional<Integer> groupEpoch() {
        return groupEpoch;
    }

    public Optional<Integer> targetAssignmentEpoch() {
        return targetAssignmentEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupDescription that
                && Objects.equals(groupId, that.groupId)
                && simple == that.simple
                && Objects.equals(members, that.members)
                && Objects.equals(partitionAssignor, that.partitionAssignor)
                && Objects.equals(type, that.type)
                && Objects.equals(groupState, that.groupState)
                && Objects.equals(coordinator, that.coordinator)
                && Objects.equals(authorizedOperations, that.authorizedOperations)
                && Objects.equals(groupEpoch, that.groupEpoch)
                && Objects.equals(targetAssignmentEpoch, that.targetAssignmentEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                groupId,
                simple,
                members,
                partitionAssignor,
                type,
                groupState,
                coordinator,
                authorizedOperations,
                groupEpoch,
                targetAssignmentEpoch);
    }

    @Override
    public String toString() {
        return "ConsumerGroupDescription(groupId="
                + groupId
                + ", simple="
                + simple
                + ", members="
                + members
                + ", partitionAssignor="
                + partitionAssignor
                + ", type="
                + type
                + ", groupState="
                + groupState
                + ", coordinator="
                + coordinator
                + ", authorizedOperations="
                + authorizedOperations
                + ", groupEpoch="
                + groupEpoch
                + ", targetAssignmentEpoch="
                + targetAssignmentEpoch
                + ")";
    }
}
