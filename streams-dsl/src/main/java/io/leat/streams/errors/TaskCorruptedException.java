package io.leat.streams.errors;

import io.leat.clients.consumer.InvalidOffsetException;
import io.leat.streams.processor.TaskId;
import java.util.Set;

/** A transaction ended unclearly: its tasks start again from the last commit. */
public class TaskCorruptedException extends StreamsException {

    private static final long serialVersionUID = 1L;

    private final Set<TaskId> tasks;

    public TaskCorruptedException(Set<TaskId> corruptedTasks) {
        super(text(corruptedTasks));
        tasks = Set.copyOf(corruptedTasks);
    }

    /** Their changelogs do not have what was to be read. */
    public TaskCorruptedException(
            Set<TaskId> corruptedTasks, InvalidOffsetException invalidOffsetException) {
        super(text(corruptedTasks), invalidOffsetException);
        tasks = Set.copyOf(corruptedTasks);
    }

    public TaskCorruptedException(
            Set<TaskId> corruptedTasks, ProcessorStateException processorStateException) {
        super(text(corruptedTasks), processorStateException);
        tasks = Set.copyOf(corruptedTasks);
    }

    private static String text(Set<TaskId> tasks) {
        return "Tasks " + tasks + " are corrupt and start again";
    }

    public TaskCorruptedException(String message) {
        super(message);
        tasks = Set.of();
    }

    public TaskCorruptedException(String message, Throwable cause) {
        super(message, cause);
        tasks = Set.of();
    }

    /** The tasks, where that is known; else all of the thread. */
    public Set<TaskId> corruptedTasks() {
        return tasks;
    }
}
