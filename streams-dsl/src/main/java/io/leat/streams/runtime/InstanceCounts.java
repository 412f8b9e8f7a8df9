package io.leat.streams.runtime;

import io.leat.common.Metric;
import io.leat.streams.task.Gauge;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What an instance counts as a whole, as of a moment. Immutable. */
record InstanceCounts(
        String applicationId, long aliveThreads, boolean anyFailed, LongSupplier nativeBytes) {

    private static final String GROUP = "stream-metrics";

    /** The counts under Kafka's names. */
    List<Metric> metrics(String clientId) {
        Map<String, String> tags = Map.of("client-id", clientId);
        return List.of(
                Gauge.of(
                        "alive-stream-threads",
                        GROUP,
                        "The current number of alive stream threads",
                        tags,
                        () -> aliveThreads),
                Gauge.of(
                        "failed-stream-threads",
                        GROUP,
                        "Whether stream threads failed since the start: 0 or 1",
                        tags,
                        () -> anyFailed ? 1L : 0L),
                Gauge.of(
                        "application-id",
                        GROUP,
                        "The application ID of the client",
                        tags,
                        () -> applicationId),
                Gauge.of(
                        "state-memory-bytes",
                        GROUP,
                        "Native memory of stores; state.memory.bytes bounds it",
                        tags,
                        () -> (double) nativeBytes.getAsLong()));
    }
}
