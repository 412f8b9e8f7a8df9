package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.Node;
import io.leat.common.acl.AclOperation;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A share group, as its coordinator knows it. Immutable. */
public class ShareGroupDescription {

    private final String groupId;
    private final Collection<ShareMemberDescription> members;
    private final GroupState groupState;
    private final Node coordinator;
    private final int groupEpoch;
    private final int targetAssignmentEpoch;
    private final @Nullable Set<AclOperation> authorizedOperations;

    public ShareGroupDescription(
            String groupId,
            Collection<ShareMemberDescription> members,
            GroupState groupState,
            Node coordinator,
            int groupEpoch,
            int targetAssignmentEpoch,
            @Nullable Set<AclOperation> authorizedOperations) {
        this.groupId = groupId;
        this.members = members;
        this.groupState = groupState;
        this.coordinator = coordinator;
        this.groupEpoch = groupEpoch;
        this.targetAssignmentEpoch = targetAssignmentEpoch;
        this.authorizedOperations = authorizedOperations;
    }

    public ShareGroupDescription(
            String groupId,
            Collection<ShareMemberDescription> members,
            GroupState groupState,
            Node coordinator,
            int groupEpoch,
            int targetAssignmentEpoch) {
        this(
                groupId,
                members,
                groupState,
                coordinator,
                groupEpoch,
                targetAssignmentEpoch,
                Set.of());
    }

    public String groupId() {
        return groupId;
    }

    public Collection<ShareMemberDescription> members() {
        return members;
    }

    public GroupState groupState() {
        return groupState;
    }

    public Node coordinator() {
        return coordinator;
    }

    public int groupEpoch() {
        return groupEpoch;
    }

    public int targetAssignmentEpoch() {
        return targetAssignmentEpoch;
    }

    /** What this client may do with the group; null unless it was asked for. */
    public @Nullable Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareGroupDescription that
                && Objects.equals(groupId, that.groupId)
                && Objects.equals(members, that.members)
                && Objects.equals(groupState, that.groupState)
                && Objects.equals(coordinator, that.coordinator)
                && groupEpoch == that.groupEpoch
                && targetAssignmentEpoch == that.targetAssignmentEpoch
                && Objects.equals(authorizedOperations, that.authorizedOperations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                groupId,
                members,
                groupState,
                coordinator,
                groupEpoch,
                targetAssignmentEpoch,
                authorizedOperations);
    }

    @Override
    public String toString() {
        return "ShareGroupDescription(groupId="
                + groupId
                + ", members="
                + members
                + ", groupState="
                + groupState
                + ", coordinator="
                + coordinator
                + ", groupEpoch="
                + groupEpoch
                + ", targetAssignmentEpoch="
                + targetAssignmentEpoch
                + ", authorizedOperations="
                + authorizedOperations
                + ")";
    }
}
