package io.leat.clients.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member of a streams group. Immutable.
 *
 * @param processId the same for all members that share a state directory
 * @param userEndpoint where queries are answered
 * @param assignment the tasks it has
 * @param targetAssignment the tasks it is to have
 * @param isClassic whether it speaks the classic protocol
 */
public record StreamsGroupMemberDescription(
        String memberId,
        int memberEpoch,
        Optional<String> instanceId,
        Optional<String> rackId,
        String clientId,
        String clientHost,
        int topologyEpoch,
        String processId,
        Optional<Endpoint> userEndpoint,
        Map<String, String> clientTags,
        List<TaskOffset> taskOffsets,
        List<TaskOffset> taskEndOffsets,
        StreamsGroupMemberAssignment assignment,
        StreamsGroupMemberAssignment targetAssignment,
        boolean isClassic) {

    /** Where queries are answered. */
    public record Endpoint(String host, int port) {}

    /** How far a task is, all its changelogs together. */
    public record TaskOffset(String subtopologyId, int partition, long offset) {}
}
