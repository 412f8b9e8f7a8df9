package io.leat.clients.consumer;

import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import java.util.Set;

/** Some partitions have no valid position, and no reset policy says where to go. */
public abstract class InvalidOffsetException extends KafkaException {

    private static final long serialVersionUID = 1L;

    protected InvalidOffsetException(String message) {
        super(message);
    }

    /** The partitions without a valid position. */
    public abstract Set<TopicPartition> partitions();
}
