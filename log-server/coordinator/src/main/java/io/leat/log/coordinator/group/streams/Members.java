package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.Refusal;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.TaskIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules by which a request is from a member, or from one to be. Stateless. */
final class Members {

    static final Refusal LOST =
            new Refusal(
                    ErrorCode.FENCED_MEMBER_EPOCH,
                    "The streams group member is in a unknown state. "
                            + "The member must abandon all its tasks and rejoin.");

    private Members() {}

    /** Whether the group takes the request from its sender; null if it does. */
    static @Nullable Refusal admit(
            StreamsGroup group, StreamsGroupHeartbeatRequest request, int maxSize) {
        StreamsMember member = group.member(request.memberId());
        int epoch = request.memberEpoch();
        if (member == null && epoch != 0) {
            return new Refusal(
                    ErrorCode.UNKNOWN_MEMBER_ID,
                    "Member "
                            + request.memberId()
                            + " is not a member of group "
                            + group.id()
                            + ".");
        }
        if (member == null) {
            return group.memberCount() < maxSize
                    ? null
                    : new Refusal(
                            ErrorCode.GROUP_MAX_SIZE_REACHED,
                            "The streams group has reached its maximum capacity of "
                                    + maxSize
                                    + " members.");
        }
        return epoch <= 0 ? null : checkEpoch(member, epoch, owned(request));
    }

    private static @Nullable Refusal checkEpoch(
            StreamsMember member, int said, @Nullable Tasks owned) {
        if (said > member.epoch()) {
            return fenced("greater", said, member.epoch());
        }
        boolean answerLost =
                said == member.progress().previousEpoch()
                        && owned != null
                        && owned.isWithin(member.progress().assigned());
        return said == member.epoch() || answerLost
                ? null
                : fenced("smaller", said, member.epoch());
    }

    private static Refusal fenced(String relation, int said, int known) {
        return new Refusal(
                ErrorCode.FENCED_MEMBER_EPOCH,
                "The streams group member has a "
                        + relation
                        + " member epoch ("
                        + said
                        + ") than the one known by the group coordinator ("
                        + known
                        + "). The member must abandon all its partitions and rejoin.");
    }

    /** What the member says it has; null if it does not say. */
    static @Nullable Tasks owned(StreamsGroupHeartbeatRequest request) {
        List<TaskIds> active = request.activeTasks();
        List<TaskIds> standby = request.standbyTasks();
        List<TaskIds> warmup = request.warmupTasks();
        if (active == null || standby == null || warmup == null) {
            return null;
        }
        return new Tasks(
                TaskId.read(active, TaskIds::subtopologyId, TaskIds::partitions),
                TaskId.read(standby, TaskIds::subtopologyId, TaskIds::partitions),
                TaskId.read(warmup, TaskIds::subtopologyId, TaskIds::partitions));
    }

    /** A task it says it has that there is not; null if there is none. */
    static @Nullable Refusal checkTasks(PlannedTopology plan, @Nullable Tasks owned) {
        if (owned == null || !plan.isReady()) {
            return null;
        }
        for (Tasks.Role role : Tasks.Role.values()) {
            for (TaskId task : owned.of(role)) {
                PlannedTopology.Subtopology of = plan.subtopologies().get(task.subtopology());
                if (of == null) {
                    return invalid(
                            "Subtopology "
                                    + task.subtopology()
                                    + " does not exist in the topology.");
                }
                if (!plan.contains(task)) {
                    return invalid(
                            "Task "
                                    + task.partition()
                                    + " for subtopology "
                                    + task.subtopology()
                                    + " is invalid. Number of tasks for this subtopology: "
                                    + of.tasks());
                }
            }
        }
        return null;
    }

    private static Refusal invalid(String message) {
        return new Refusal(ErrorCode.INVALID_REQUEST, message);
    }
}
