package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.streams.state.HostInfo;
import java.util.Set;

/** One instance as the last assignment has it. Immutable. */
record InstanceMetadata(
        HostInfo hostInfo,
        Set<String> stateStoreNames,
        Set<TopicPartition> topicPartitions,
        Set<TopicPartition> standbyTopicPartitions,
        Set<String> standbyStateStoreNames)
        implements StreamsMetadata {

    @Override
    public String host() {
        return hostInfo.host();
    }

    @Override
    public int port() {
        return hostInfo.port();
    }
}
