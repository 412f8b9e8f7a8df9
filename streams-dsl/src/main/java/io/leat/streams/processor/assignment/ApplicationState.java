package io.leat.streams.processor.assignment;

import io.leat.streams.errors.TaskAssignmentException;
import io.leat.streams.processor.TaskId;
import java.util.Map;

/** What an assignor decides on: the tasks, who is there to run them, and the settings. */
public interface ApplicationState {

    /**
     * All processes of the application.
     *
     * @param computeTaskLags whether to say how much each lacks of which task, for which servers
     *     are asked where changelogs end
     * @throws TaskAssignmentException if they do not say so in time; an assignor that lets it pass
     *     leaves the tasks where they are, and is asked again
     */
    Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags);

    /** The settings of the leader. */
    AssignmentConfigs assignmentConfigs();

    Map<TaskId, TaskInfo> allTasks();
}
