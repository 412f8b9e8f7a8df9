package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import java.time.Duration;

/**
 * How an operator calls functions that answer later: how many at once, how long it waits, and how
 * it keeps the records that wait for an answer across commits.
 *
 * <pre>{@code
 * orders.mapValuesAsync(
 *     (key, order) -> http.send(request(order), ofString()).thenApply(HttpResponse::body),
 *     Async.<String, Order>inFlight(100).withTimeout(Duration.ofSeconds(5)));
 * }</pre>
 */
public class Async<K, V> implements NamedOperation<Async<K, V>> {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    final int inFlight;
    final Duration timeout;
    final String name;
    final Serde<K> keySerde;
    final Serde<V> valueSerde;

    private Async(
            int inFlight, Duration timeout, String name, Serde<K> keySerde, Serde<V> valueSerde) {
        this.inFlight = inFlight;
        this.timeout = timeout;
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
    }

    /** At most {@code limit} calls of a task wait for an answer at any time. */
    public static <K, V> Async<K, V> inFlight(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("At least one call must be in flight, not " + limit);
        }
        return new Async<>(limit, DEFAULT_TIMEOUT, null, null, null);
    }

    /** How long a call may take; then it failed. 30 seconds unless given. */
    public Async<K, V> withTimeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("A call needs at least 1 ms, not " + timeout);
        }
        return new Async<>(inFlight, timeout, name, keySerde, valueSerde);
    }

    /** Names the operator; its changelog is that name and {@code -in-flight-changelog}. */
    @Override
    public Async<K, V> withName(String name) {
        return new Async<>(inFlight, timeout, name, keySerde, valueSerde);
    }

    /** For keys of records that wait across a commit; those of the stream unless given. */
    public Async<K, V> withKeySerde(Serde<K> keySerde) {
        return new Async<>(inFlight, timeout, name, keySerde, valueSerde);
    }

    /** For values of records that wait across a commit; those of the stream unless given. */
    public Async<K, V> withValueSerde(Serde<V> valueSerde) {
        return new Async<>(inFlight, timeout, name, keySerde, valueSerde);
    }
}
