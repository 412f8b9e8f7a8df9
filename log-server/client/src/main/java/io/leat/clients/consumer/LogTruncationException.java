package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Map;

/** Records this consumer had read were truncated away, and there is no reset policy (KIP-320). */
public class LogTruncationException extends OffsetOutOfRangeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<TopicPartition, OffsetAndMetadata> divergentOffsets;

    public LogTruncationException(
            Map<TopicPartition, Long> fetchOffsets,
            Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
        this(
                "Logs were truncated below the positions "
                        + fetchOffsets
                        + "; they diverge at "
                        + divergentOffsets,
                fetchOffsets,
                divergentOffsets);
    }

    public LogTruncationException(
            String message,
            Map<TopicPartition, Long> fetchOffsets,
            Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
        super(message, fetchOffsets);
        this.divergentOffsets = Map.copyOf(divergentOffsets);
    }

    /** For each partition the last offset known to be common; absent when unknown. */
    public Map<TopicPartition, OffsetAndMetadata> divergentOffsets() {
        return divergentOffsets;
    }
}
