package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.KeyValueStore;

/** Records grouped by their key, ready to be aggregated. */
public interface KGroupedStream<K, V> {

    KTable<K, Long> count();

    KTable<K, Long> count(Named named);

    KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    KTable<K, Long> count(
            Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    KTable<K, V> reduce(Reducer<V> reducer);

    KTable<K, V> reduce(
            Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    KTable<K, V> reduce(
            Reducer<V> reducer,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer, Aggregator<? super K, ? super V, VR> aggregator);

    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> aggregator,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Begins an aggregate that other grouped streams take part in. */
    <VOut> CogroupedKStream<K, VOut> cogroup(Aggregator<? super K, ? super V, VOut> aggregator);

    /** Windows that the time of a record alone finds: tumbling, hopping, unlimited, your own. */
    <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows);

    TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows);

    SessionWindowedKStream<K, V> windowedBy(SessionWindows windows);
}
