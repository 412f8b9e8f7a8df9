package io.leat.clients.admin;

import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;
import java.util.Optional;

/** Result of {@link Admin#electLeaders}. */
public final class ElectLeadersResult {

    private final KafkaFuture<Map<TopicPartition, Optional<Throwable>>> future;

    ElectLeadersResult(KafkaFuture<Map<TopicPartition, Optional<Throwable>>> future) {
        this.future = future;
    }

    /**
     * What became of each partition: nothing, or why there was no election. When all partitions
     * were asked for, those that need no election are left out.
     */
    public KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions() {
        return future;
    }

    /** Succeeds when every election has, fails when one has. */
    public KafkaFuture<Void> all() {
        return future.thenApply(
                outcomes -> {
                    for (Optional<Throwable> outcome : outcomes.values()) {
                        if (outcome.isPresent()) {
                            throw Errors.unwrap(outcome.get());
                        }
                    }
                    return null;
                });
    }
}
