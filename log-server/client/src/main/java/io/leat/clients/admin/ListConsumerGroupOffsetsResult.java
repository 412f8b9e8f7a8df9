package io.leat.clients.admin;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#listConsumerGroupOffsets}. */
public class ListConsumerGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures;

    ListConsumerGroupOffsetsResult(
            Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures) {
        this.futures = futures;
    }

    /** The offsets of the only group that was asked for; null where there is none. */
    public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata() {
        if (futures.size() != 1) {
            throw new IllegalStateException("several groups were asked for: name one");
        }
        return futures.values().iterator().next();
    }

    /** The offsets of one group; null where there is none. */
    public KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> partitionsToOffsetAndMetadata(
            String groupId) {
        return Futures.of(futures, groupId);
    }

    /** The offsets of all groups; fails when one has. */
    public KafkaFuture<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all() {
        return Futures.byKey(futures);
    }
}
