package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Map;
import java.util.Set;

/** Positions lie outside what the log holds, and {@code auto.offset.reset} is none. */
public class OffsetOutOfRangeException extends InvalidOffsetException {

    private static final long serialVersionUID = 1L;

    private final transient Map<TopicPartition, Long> offsets;

    public OffsetOutOfRangeException(Map<TopicPartition, Long> offsetOutOfRangePartitions) {
        this(
                "Positions out of range without a reset policy: " + offsetOutOfRangePartitions,
                offsetOutOfRangePartitions);
    }

    public OffsetOutOfRangeException(
            String message, Map<TopicPartition, Long> offsetOutOfRangePartitions) {
        super(message);
        this.offsets = offsetOutOfRangePartitions;
    }

    /** The positions asked for. */
    public Map<TopicPartition, Long> offsetOutOfRangePartitions() {
        return offsets;
    }

    @Override
    public Set<TopicPartition> partitions() {
        return offsets.keySet();
    }
}
