package io.leat.common.errors;

import io.leat.common.TopicPartition;
import java.util.Map;

/** A record is larger than the server accepts. */
public class RecordTooLargeException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final transient Map<TopicPartition, Long> recordTooLargePartitions;

    public RecordTooLargeException() {
        this.recordTooLargePartitions = Map.of();
    }

    public RecordTooLargeException(String message) {
        super(message);
        this.recordTooLargePartitions = Map.of();
    }

    public RecordTooLargeException(String message, Throwable cause) {
        super(message, cause);
        this.recordTooLargePartitions = Map.of();
    }

    public RecordTooLargeException(Throwable cause) {
        super(cause);
        this.recordTooLargePartitions = Map.of();
    }

    public RecordTooLargeException(
            String message, Map<TopicPartition, Long> recordTooLargePartitions) {
        super(message);
        this.recordTooLargePartitions = recordTooLargePartitions;
    }

    /** The partitions whose next record does not fit, with its offset. */
    public Map<TopicPartition, Long> recordTooLargePartitions() {
        return recordTooLargePartitions;
    }
}
