package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.state.HostInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one instance of an application has. */
public interface StreamsMetadata {

    HostInfo hostInfo();

    /** The stores of which it has parts. */
    Set<String> stateStoreNames();

    /** What it reads. */
    Set<TopicPartition> topicPartitions();

    /** What the tasks read of whose stores it keeps copies. */
    Set<TopicPartition> standbyTopicPartitions();

    /** The stores of which it keeps copies. */
    Set<String> standbyStateStoreNames();

    String host();

    int port();

    @Override
    boolean equals(@Nullable Object o);

    @Override
    int hashCode();
}
