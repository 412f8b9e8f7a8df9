package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.Refusal;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.TaskIds;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a StreamsGroupHeartbeat request must look like, whoever sends it. Stateless. */
final class HeartbeatRules {

    static final int LEAVES = -1;
    private static final int LEAVES_AND_RETURNS = -2;

    private HeartbeatRules() {}

    /** What is wrong with {@code request}; null if nothing is. */
    static @Nullable Refusal check(StreamsGroupHeartbeatRequest request) {
        String problem = unsupported(request);
        if (problem == null) {
            problem = malformed(request);
        }
        if (problem != null) {
            return new Refusal(ErrorCode.INVALID_REQUEST, problem);
        }
        return request.topology() == null ? null : check(request.topology());
    }

    /** What neither Kafka 4.3 does. */
    private static @Nullable String unsupported(StreamsGroupHeartbeatRequest request) {
        if (request.instanceId() != null) {
            return "Static membership is not yet supported.";
        }
        if (request.taskOffsets() != null) {
            return "TaskOffsets are not supported yet.";
        }
        if (request.taskEndOffsets() != null) {
            return "TaskEndOffsets are not supported yet.";
        }
        if (!isEmpty(request.warmupTasks())) {
            return "WarmupTasks are not supported yet.";
        }
        Topology topology = request.topology();
        boolean patterns =
                topology != null
                        && topology.subtopologies().stream()
                                .anyMatch(each -> !each.sourceTopicRegex().isEmpty());
        return patterns ? "Regular expressions for source topics are not supported yet." : null;
    }

    private static @Nullable String malformed(StreamsGroupHeartbeatRequest request) {
        if (request.memberId().isBlank()) {
            return "MemberId can't be empty.";
        }
        if (request.groupId().isBlank()) {
            return "GroupId can't be empty.";
        }
        if (request.rackId() != null && request.rackId().isBlank()) {
            return "RackId can't be empty.";
        }
        int epoch = request.memberEpoch();
        if (epoch == 0) {
            return malformedJoin(request);
        }
        if (epoch == LEAVES_AND_RETURNS) {
            return "InstanceId can't be null.";
        }
        if (epoch < LEAVES_AND_RETURNS) {
            return "MemberEpoch is " + epoch + ", but must be greater than or equal to -2.";
        }
        if (request.topology() != null) {
            return "Topology can only be provided when (re-)joining.";
        }
        return roles(request);
    }

    private static @Nullable String malformedJoin(StreamsGroupHeartbeatRequest request) {
        if (request.rebalanceTimeoutMs() == -1) {
            return "RebalanceTimeoutMs must be provided in first request.";
        }
        if (!isGivenAndEmpty(request.activeTasks())) {
            return "ActiveTasks must be empty when (re-)joining.";
        }
        if (!isGivenAndEmpty(request.standbyTasks())) {
            return "StandbyTasks must be empty when (re-)joining.";
        }
        if (!isGivenAndEmpty(request.warmupTasks())) {
            return "WarmupTasks must be empty when (re-)joining.";
        }
        Topology topology = request.topology();
        if (topology == null) {
            return "Topology must be non-null when (re-)joining.";
        }
        return topology.epoch() < 0 ? "The epoch of a topology is never negative." : null;
    }

    private static boolean isGivenAndEmpty(@Nullable List<TaskIds> tasks) {
        return tasks != null && tasks.isEmpty();
    }

    private static @Nullable String roles(StreamsGroupHeartbeatRequest request) {
        long said =
                Stream.of(request.activeTasks(), request.standbyTasks(), request.warmupTasks())
                        .filter(Objects::nonNull)
                        .count();
        return said == 0 || said == Tasks.Role.values().length
                ? null
                : "If one task-type is non-null, all must be non-null.";
    }

    private static boolean isEmpty(@Nullable List<TaskIds> tasks) {
        return tasks == null || tasks.isEmpty();
    }

    private static @Nullable Refusal check(Topology topology) {
        Set<String> ids = new HashSet<>();
        for (StreamsGroupHeartbeatRequest.Subtopology subtopology : topology.subtopologies()) {
            if (!ids.add(subtopology.subtopologyId())) {
                return new Refusal(
                        ErrorCode.STREAMS_INVALID_TOPOLOGY,
                        "Subtopology " + subtopology.subtopologyId() + " is there twice.");
            }
            for (StreamsGroupHeartbeatRequest.TopicInfo topic :
                    subtopology.stateChangelogTopics()) {
                if (topic.partitions() != 0) {
                    return new Refusal(
                            ErrorCode.STREAMS_INVALID_TOPOLOGY,
                            "Changelog topic "
                                    + topic.name()
                                    + " must have an undefined partition count, but it is set to "
                                    + topic.partitions()
                                    + ".");
                }
            }
            if (!isWellFormed(subtopology)) {
                return new Refusal(
                        ErrorCode.STREAMS_INVALID_TOPOLOGY,
                        "Subtopology "
                                + subtopology.subtopologyId()
                                + " has a copartition group of topics that it does not read.");
            }
        }
        return null;
    }

    /** Whether its copartition groups point to topics it has. */
    private static boolean isWellFormed(StreamsGroupHeartbeatRequest.Subtopology subtopology) {
        return subtopology.copartitionGroups().stream()
                .allMatch(
                        group ->
                                areWithin(group.sourceTopics(), subtopology.sourceTopics().size())
                                        && areWithin(
                                                group.repartitionSourceTopics(),
                                                subtopology.repartitionSourceTopics().size()));
    }

    private static boolean areWithin(List<Short> indexes, int size) {
        return indexes.stream().allMatch(index -> index >= 0 && index < size);
    }
}
