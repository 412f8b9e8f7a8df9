package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.Set;

/** Nothing is committed for some partitions, and {@code auto.offset.reset} is none. */
public class NoOffsetForPartitionException extends InvalidOffsetException {

    private static final long serialVersionUID = 1L;

    private final transient Set<TopicPartition> partitions;

    public NoOffsetForPartitionException(TopicPartition partition) {
        this(Set.of(partition));
    }

    public NoOffsetForPartitionException(Collection<TopicPartition> partitions) {
        super(
                "No committed offset for "
                        + partitions
                        + " and auto.offset.reset=none: seek, commit an offset, or set a policy");
        this.partitions = Set.copyOf(partitions);
    }

    @Override
    public Set<TopicPartition> partitions() {
        return partitions;
    }
}
