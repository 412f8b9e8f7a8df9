package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings markers to the leaders of partitions, on this broker or others (WriteTxnMarkers). Called
 * on the coordinator's loop.
 */
public interface MarkerSender {

    /**
     * Sends {@code marker} once to each of {@code partitions}, and calls {@code results} back on
     * the coordinator's loop, once or in several parts, until each partition has a result. What
     * takes too long is a {@link Result#RETRY}.
     */
    void send(
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Result>> results);

    /** What became of a marker at one partition. */
    enum Result {
        /** It is committed there, now or before. */
        WRITTEN,
        /** There is no such partition any more. */
        GONE,
        /** Unknown, or not now: send it again. */
        RETRY,
        /** A newer coordinator has taken over: leave it to that one. */
        FENCED
    }
}
