package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.Refusal;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a ConsumerGroupHeartbeat request must look like, whoever sends it. Stateless. */
final class HeartbeatRules {

    private static final int FIRST_WITH_MEMBER_IDS_OF_CLIENTS = 1;
    private static final int LEAVES = -1;

    private HeartbeatRules() {}

    /** What is wrong with {@code request}; null if nothing is. */
    static @Nullable Refusal check(
            ConsumerGroupHeartbeatRequest request, int apiVersion, List<String> assignors) {
        String problem = problem(request, apiVersion);
        if (problem != null) {
            return new Refusal(ErrorCode.INVALID_REQUEST, problem);
        }
        String assignor = request.serverAssignor();
        if (assignor != null && !assignors.contains(assignor)) {
            return new Refusal(
                    ErrorCode.UNSUPPORTED_ASSIGNOR,
                    "ServerAssignor "
                            + assignor
                            + " is not supported. Supported assignors: "
                            + String.join(", ", assignors)
                            + ".");
        }
        return null;
    }

    private static @Nullable String problem(ConsumerGroupHeartbeatRequest request, int version) {
        int epoch = request.memberEpoch();
        boolean needsId =
                version >= FIRST_WITH_MEMBER_IDS_OF_CLIENTS || epoch > 0 || epoch == LEAVES;
        if (needsId && request.memberId().isBlank()) {
            return "MemberId can't be empty.";
        }
        if (request.groupId().isBlank()) {
            return "GroupId can't be empty.";
        }
        if (isBlank(request.instanceId())) {
            return "InstanceId can't be empty.";
        }
        if (isBlank(request.rackId())) {
            return "RackId can't be empty.";
        }
        if (epoch == 0) {
            return problemOfJoin(request);
        }
        if (epoch == Progress.AWAY && request.instanceId() == null) {
            return "InstanceId can't be null.";
        }
        return epoch < Progress.AWAY ? "MemberEpoch is invalid." : null;
    }

    private static boolean isBlank(@Nullable String text) {
        return text != null && text.isBlank();
    }

    private static @Nullable String problemOfJoin(ConsumerGroupHeartbeatRequest request) {
        if (request.rebalanceTimeoutMs() == -1) {
            return "RebalanceTimeoutMs must be provided in first request.";
        }
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned = request.topicPartitions();
        if (owned == null || !owned.isEmpty()) {
            return "TopicPartitions must be empty when (re-)joining.";
        }
        if (request.subscribedTopicNames() == null && request.subscribedTopicRegex() == null) {
            return "Either SubscribedTopicNames or SubscribedTopicRegex must"
                    + " be non-null when (re-)joining.";
        }
        return null;
    }
}
