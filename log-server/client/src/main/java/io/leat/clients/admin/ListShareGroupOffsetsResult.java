package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#listShareGroupOffsets}. */
public class ListShareGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> futures;

    ListShareGroupOffsetsResult(
            Map<String, KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> futures) {
        this.futures = futures;
    }

    /** Where one group stands; null where it has not begun. */
    public KafkaFuture<Map<TopicPartition, SharePartitionOffsetInfo>> partitionsToOffsetInfo(
            String groupId) {
        return Futures.of(futures, groupId);
    }

    /** Where all groups stand; fails when one has. */
    public KafkaFuture<Map<String, Map<TopicPartition, SharePartitionOffsetInfo>>> all() {
        return Futures.byKey(futures);
    }
}
