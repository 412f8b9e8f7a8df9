package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Found;
import io.leat.common.Cluster;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.TimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Questions that the application waits for. Owned by the polling thread. */
final class Queries {

    private final Remote remote;
    private final Waiting waiting;
    private final long backoffMs;

    Queries(Remote remote, Waiting waiting, long backoffMs) {
        this.remote = remote;
        this.waiting = waiting;
        this.backoffMs = backoffMs;
    }

    Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> found =
                retry(timeout, "Reading committed offsets", () -> remote.committed(partitions));
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        partitions.forEach(partition -> all.put(partition, found.get(partition)));
        return all;
    }

    List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        Cluster known = remote.cluster();
        List<PartitionInfo> partitions = known.partitionsForTopic(topic);
        return partitions.isEmpty()
                ? retry(
                                timeout,
                                "Reading the partitions of " + topic,
                                () -> remote.describe(Set.of(topic)))
                        .partitionsForTopic(topic)
                : partitions;
    }

    Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        Cluster cluster = retry(timeout, "Listing topics", () -> remote.describe(null));
        Map<String, List<PartitionInfo>> topics = new HashMap<>();
        cluster.topics().forEach(topic -> topics.put(topic, cluster.partitionsForTopic(topic)));
        return topics;
    }

    Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestamps, Duration timeout) {
        timestamps.forEach(
                (partition, timestamp) -> {
                    if (timestamp < 0) {
                        throw new IllegalArgumentException(
                                "The timestamp of " + partition + " is negative: " + timestamp);
                    }
                });
        Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
        find(timestamps, timeout)
                .forEach((partition, found) -> offsets.put(partition, timed(found)));
        return offsets;
    }

    private static OffsetAndTimestamp timed(Found found) {
        return found.offset() < 0
                ? null
                : new OffsetAndTimestamp(
                        found.offset(),
                        found.timestamp(),
                        found.epoch() < 0 ? Optional.empty() : Optional.of(found.epoch()));
    }

    Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, long special, Duration timeout) {
        Map<TopicPartition, Long> timestamps = new LinkedHashMap<>();
        partitions.forEach(partition -> timestamps.put(partition, special));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        find(timestamps, timeout)
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Asks again for those that no leader answered, until all have come. */
    private Map<TopicPartition, Found> find(
            Map<TopicPartition, Long> timestamps, Duration timeout) {
        Map<TopicPartition, Found> all = new LinkedHashMap<>();
        long deadline = waiting.deadline(timeout);
        Map<TopicPartition, Long> left = new LinkedHashMap<>(timestamps);
        while (!left.isEmpty()) {
            Duration rest = Duration.ofMillis(Math.max(0, deadline - waiting.now()));
            Map<TopicPartition, Long> asking = new LinkedHashMap<>(left);
            all.putAll(retry(rest, "Finding offsets", () -> remote.listOffsets(asking)));
            left.keySet().removeAll(new ArrayList<>(all.keySet()));
            if (!left.isEmpty()) {
                pause(deadline, "Finding offsets of " + new HashSet<>(left.keySet()), null);
            }
        }
        return all;
    }

    private <T> T retry(Duration timeout, String what, Supplier<CompletableFuture<T>> call) {
        return retry(timeout, what, call, Function.identity());
    }

    private <T, R> R retry(
            Duration timeout,
            String what,
            Supplier<CompletableFuture<T>> call,
            Function<T, R> result) {
        long deadline = waiting.deadline(timeout);
        while (true) {
            try {
                return result.apply(waiting.get(call.get(), deadline, what));
            } catch (TimeoutException e) {
                throw e;
            } catch (RetriableException e) {
                pause(deadline, what, e);
            }
        }
    }

    private void pause(long deadline, String what, RetriableException cause) {
        long next = waiting.now() + backoffMs;
        if (next >= deadline) {
            throw new TimeoutException(what + " took longer than the timeout allows", cause);
        }
        while (waiting.now() < next) {
            waiting.sleep(next);
        }
    }
}
