package io.leat.streams.processor.assignment;

import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.leat.common.Configurable;
import io.leat.streams.errors.TaskAssignmentException;
import java.util.Collection;
import java.util.Map;

/**
 * Decides which process runs which task; the leader of the group asks it at each rebalance
 * (KIP-924). Given with {@code task.assignor.class}, on all instances the same, with a constructor
 * without parameters.
 */
public interface TaskAssignor extends Configurable {

    /** What is wrong with an assignment. */
    enum AssignmentError {
        NONE,
        /** Two processes are to run one task. */
        ACTIVE_TASK_ASSIGNED_MULTIPLE_TIMES,
        /** A process is to keep the stores of a task warm that has none. */
        INVALID_STANDBY_TASK,
        /** A process was forgotten. */
        MISSING_PROCESS_ID,
        /** There is no such process. */
        UNKNOWN_PROCESS_ID,
        /** There is no such task. */
        UNKNOWN_TASK_ID
    }

    /**
     * Assigns the tasks of {@code applicationState} to its processes.
     *
     * @throws TaskAssignmentException to leave tasks where they are and be asked again at once
     */
    TaskAssignment assign(ApplicationState applicationState);

    /**
     * Hears what has become of the assignment. After an error the thread that leads the group fails
     * with a {@code StreamsException}.
     *
     * @param assignment what each member of the group gets; empty after an error
     * @param subscription what the members told
     * @param error what was wrong, or {@code NONE}
     */
    default void onAssignmentComputed(
            GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {}

    @Override
    default void configure(Map<String, ?> configs) {}

    /** What each process gets. */
    class TaskAssignment {

        private final Collection<KafkaStreamsAssignment> assignment;

        public TaskAssignment(Collection<KafkaStreamsAssignment> assignment) {
            this.assignment = assignment;
        }

        public Collection<KafkaStreamsAssignment> assignment() {
            return assignment;
        }
    }
}
