package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Puts the futures of results together. Stateless. */
final class Futures {

    private Futures() {}

    static KafkaFuture<Void> allOf(Collection<? extends KafkaFuture<?>> futures) {
        return KafkaFuture.allOf(futures.toArray(new KafkaFuture<?>[0]));
    }

    /** The future of {@code key}, which must have been asked for. */
    static <K, V> KafkaFuture<V> of(Map<K, KafkaFuture<V>> futures, K key) {
        KafkaFuture<V> future = futures.get(key);
        if (future == null) {
            throw new IllegalArgumentException(key + " was not asked for");
        }
        return future;
    }

    /** All results; fails when one has. */
    static <K, V> KafkaFuture<Map<K, V>> byKey(Map<K, KafkaFuture<V>> futures) {
        return allOf(futures.values()).thenApply(none -> results(futures));
    }

    /** All results of a map of futures that is itself a future. */
    static <K, V> CompletableFuture<Map<K, V>> flatten(
            KafkaFuture<Map<K, KafkaFuture<V>>> futures) {
        return futures.toCompletionStage()
                .thenCompose(inner -> byKey(inner).toCompletionStage())
                .toCompletableFuture();
    }

    private static <K, V> Map<K, V> results(Map<K, KafkaFuture<V>> futures) {
        Map<K, V> results = new HashMap<>();
        futures.forEach((key, future) -> results.put(key, join(future)));
        return results;
    }

    private static <V> V join(KafkaFuture<V> future) {
        CompletableFuture<V> done = future.toCompletionStage().toCompletableFuture();
        return done.join();
    }
}
