package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.Node;
import io.leat.common.acl.AclOperation;
import java.util.Collection;
import java.util.Set;

/**
 * A streams group, as its coordinator knows it. Immutable.
 *
 * @param authorizedOperations what this client may do; null if it was not asked for
 */
public record StreamsGroupDescription(
        String groupId,
        int groupEpoch,
        int targetAssignmentEpoch,
        int topologyEpoch,
        Collection<StreamsGroupSubtopologyDescription> subtopologies,
        Collection<StreamsGroupMemberDescription> members,
        GroupState groupState,
        Node coordinator,
        Set<AclOperation> authorizedOperations) {}
