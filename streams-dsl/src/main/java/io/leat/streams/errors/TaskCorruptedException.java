package io.leat.streams.errors;

import io.leat.clients.consumer.InvalidOffsetException;
import io.leat.streams.processor.TaskId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction ended unclearly: its tasks start again from the last commit. */
public class TaskCorruptedException extends StreamsException {

    private static final long serialVersionUID = 1L;

    private final Set<TaskId> tasks;

    public TaskCorruptedException(Set<TaskId> corruptedTasks) {
        this(corruptedTasks, (Throwable) null);
    }

    /** Their changelogs do not have what was to be read. */
    public TaskCorruptedException(
            Set<TaskId> corruptedTasks, InvalidOffsetException invalidOffsetException) {
        this(corruptedTasks, (Throwable) invalidOffsetException);
    }

    public TaskCorruptedException(
            Set<TaskId> corruptedTasks, ProcessorStateException processorStateException) {
        this(corruptedTasks, (Throwable) processorStateException);
    }

    private TaskCorruptedException(Set<TaskId> corruptedTasks, @Nullable Throwable cause) {
        super("Tasks " + corruptedTasks + " are corrupt and start again", cause);
        tasks = Set.copyOf(corruptedTasks);
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
