package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;

/** Result of {@link Admin#describeProducers}. */
public class DescribeProducersResult {

    private final Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures;

    DescribeProducersResult(Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures) {
        this.futures = futures;
    }

    /** The outcome for one that was asked for. */
    public KafkaFuture<PartitionProducerState> partitionResult(TopicPartition partition) {
        return Futures.of(futures, partition);
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<TopicPartition, PartitionProducerState>> all() {
        return Futures.byKey(futures);
    }

    /** The producers that a partition knows. Immutable. */
    public static class PartitionProducerState {

        private final List<ProducerState> activeProducers;

        public PartitionProducerState(List<ProducerState> activeProducers) {
            this.activeProducers = List.copyOf(activeProducers);
        }

        public List<ProducerState> activeProducers() {
            return activeProducers;
        }

        @Override
        public String toString() {
            return "PartitionProducerState(activeProducers=" + activeProducers + ")";
        }
    }
}
