package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueStore;

/**
 * Several grouped streams that are aggregated into one table.
 *
 * <pre>{@code
 * clicks.groupByKey().cogroup((key, click, score) -> score + 1)
 *     .cogroup(orders.groupByKey(), (key, order, score) -> score + 10)
 *     .aggregate(() -> 0)
 * }</pre>
 */
public interface CogroupedKStream<K, VOut> {

    /** Adds a stream, with what it does to the aggregate. Returns this. */
    <V> CogroupedKStream<K, VOut> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, VOut> aggregator);

    KTable<K, VOut> aggregate(Initializer<VOut> initializer);

    KTable<K, VOut> aggregate(Initializer<VOut> initializer, Named named);

    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    <W extends Window> TimeWindowedCogroupedKStream<K, VOut> windowedBy(Windows<W> windows);

    TimeWindowedCogroupedKStream<K, VOut> windowedBy(SlidingWindows windows);

    SessionWindowedCogroupedKStream<K, VOut> windowedBy(SessionWindows windows);
}
