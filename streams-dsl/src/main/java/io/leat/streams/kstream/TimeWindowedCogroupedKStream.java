package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.state.WindowStore;

/** Several grouped streams and their windows. */
public interface TimeWindowedCogroupedKStream<K, V> {

    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer);

    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Named named);

    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Named named,
            Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);
}
