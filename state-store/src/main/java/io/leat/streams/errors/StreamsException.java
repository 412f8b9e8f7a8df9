package io.leat.streams.errors;

import io.leat.common.KafkaException;
import io.leat.streams.processor.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream application cannot go on as it is. */
public class StreamsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private transient @Nullable TaskId taskId;

    public StreamsException(String message) {
        super(message);
    }

    public StreamsException(String message, Throwable cause) {
        super(message, cause);
    }

    public StreamsException(Throwable cause) {
        super(cause);
    }

    public StreamsException(String message, TaskId taskId) {
        super(message);
        this.taskId = taskId;
    }

    public StreamsException(String message, Throwable cause, TaskId taskId) {
        super(message, cause);
        this.taskId = taskId;
    }

    public StreamsException(Throwable cause, TaskId taskId) {
        super(cause);
        this.taskId = taskId;
    }

    /** The task that failed, if it was one. */
    public Optional<TaskId> taskId() {
        return Optional.ofNullable(taskId);
    }

    public void setTaskId(TaskId taskId) {
        this.taskId = taskId;
    }
}
