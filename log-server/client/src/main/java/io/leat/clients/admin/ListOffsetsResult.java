package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;
import java.util.Optional;

/** Result of {@link Admin#listOffsets}. */
public class ListOffsetsResult {

    private final Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures;

    public ListOffsetsResult(Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures) {
        this.futures = futures;
    }

    /** The outcome for one that was asked for. */
    public KafkaFuture<ListOffsetsResultInfo> partitionResult(TopicPartition partition) {
        return Futures.of(futures, partition);
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> all() {
        return Futures.byKey(futures);
    }

    /** An offset that was found. Immutable. */
    public static class ListOffsetsResultInfo {

        private final long offset;
        private final long timestamp;
        private final Optional<Integer> leaderEpoch;

        public ListOffsetsResultInfo(long offset, long timestamp, Optional<Integer> leaderEpoch) {
            this.offset = offset;
            this.timestamp = timestamp;
            this.leaderEpoch = leaderEpoch;
        }

        /** The offset, or -1 when no record fits. */
        public long offset() {
            return offset;
        }

        public long timestamp() {
            return timestamp;
        }

        public Optional<Integer> leaderEpoch() {
            return leaderEpoch;
        }

        @Override
        public String toString() {
            return "ListOffsetsResultInfo(offset=" + offset + ", timestamp=" + timestamp + ")";
        }
    }
}
