package io.leat.clients.admin;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#listStreamsGroupOffsets}. */
public class ListStreamsGroupOffsetsResult {

    private final Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures;

    ListStreamsGroupOffsetsResult(
            Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures) {
        this.futures = futures;
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
