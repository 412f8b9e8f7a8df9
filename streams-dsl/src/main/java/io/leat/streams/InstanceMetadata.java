package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.state.HostInfo;
import java.util.Set;

/** One instance as the last assignment has it. Immutable. */
record InstanceMetadata(
        HostInfo hostInfo, Set<String> stateStoreNames, Set<TopicPartition> topicPartitions)
        implements StreamsMetadata {

    @Override
    public Set<TopicPartition> standbyTopicPartitions() {
        return Set.of();
    }

    @Override
    public Set<String> standbyStateStoreNames() {
        return Set.of();
    }

    @Override
    public String host() {
        return hostInfo.host();
    }

    @Override
    public int port() {
        return hostInfo.port();
    }
}
