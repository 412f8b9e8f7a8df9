package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TaskAssignmentException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.leat.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask.Type;
import io.leat.streams.processor.assignment.TaskAssignmentUtils;
import io.leat.streams.processor.assignment.TaskAssignor;
import io.leat.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.leat.streams.processor.assignment.TaskAssignor.TaskAssignment;
import io.leat.streams.processor.assignment.assignors.StickyTaskAssignor;
import io.leat.streams.runtime.assignment.Distribution;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assignor that {@code task.assignor.class} gives, in the place of our own. Owned by the thread
 * of the leader.
 */
final class GivenAssignor {

    private static final Logger LOG = LoggerFactory.getLogger(GivenAssignor.class);

    private final TaskAssignor assignor;

    private GivenAssignor(TaskAssignor assignor) {
        this.assignor = assignor;
    }

    /** Null when none is given. */
    static @Nullable GivenAssignor of(StreamsConfig config) {
        TaskAssignor assignor =
                config.getConfiguredInstance(
                        StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, TaskAssignor.class);
        return assignor == null ? null : new GivenAssignor(assignor);
    }

    /**
     * What it wants.
     *
     * @param againAtMs when the group is to come together again, if the assignor says so
     */
    record Answer(Distribution distribution, OptionalLong againAtMs) {}

    /** It gave an assignment that cannot be carried out. */
    static final class InvalidAssignmentException extends StreamsException {

        private static final long serialVersionUID = 1L;

        private final AssignmentError error;

        InvalidAssignmentException(TaskAssignor from, AssignmentError error) {
            super(from.getClass().getName() + " gave an assignment with the error " + error);
            this.error = error;
        }

        AssignmentError error() {
            return error;
        }
    }

    /**
     * Asks it.
     *
     * @throws InvalidAssignmentException if what it answers cannot be carried out
     */
    Answer ask(ApplicationView state) {
        TaskAssignment given;
        try {
            given = assignor.assign(state);
        } catch (TaskAssignmentException e) {
            LOG.atWarn().setCause(e).log("the assignor failed, leaving tasks where they are");
            given = new StickyTaskAssignor(true).assign(state);
        }
        AssignmentError error = TaskAssignmentUtils.validateTaskAssignment(state, given);
        if (error != AssignmentError.NONE) {
            throw new InvalidAssignmentException(assignor, error);
        }
        Map<String, Set<TaskId>> active = new TreeMap<>();
        Map<String, Set<TaskId>> standby = new TreeMap<>();
        OptionalLong again = OptionalLong.empty();
        for (KafkaStreamsAssignment assignment : given.assignment()) {
            String process = state.name(assignment.processId());
            for (AssignedTask task : assignment.tasks().values()) {
                (task.type() == Type.ACTIVE ? active : standby)
                        .computeIfAbsent(process, first -> new TreeSet<>())
                        .add(task.id());
            }
            Instant deadline = assignment.followupRebalanceDeadline().orElse(null);
            if (deadline != null && deadline.toEpochMilli() < again.orElse(Long.MAX_VALUE)) {
                again = OptionalLong.of(deadline.toEpochMilli());
            }
        }
        return new Answer(new Distribution(active, standby, false), again);
    }

    /** Tells it what has become of its answer. */
    void tell(GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
        assignor.onAssignmentComputed(assignment, subscription, error);
    }
}
