package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.state.VersionedBytesStoreSupplier;
import io.leat.streams.topology.GraphNode;
import java.util.List;

/** A global table: the name of its store. Immutable. */
record GlobalTable<K, V>(String store, String queryableStoreName) implements GlobalKTable<K, V> {

    /** The table that a topic is; {@code wishes} null for none, then its store has a name too. */
    static <K, V> GlobalTable<K, V> of(
            DslGraph dsl, String topic, Consumed<K, V> consumed, Materialized<K, V, ?> wishes) {
        Materialized<K, V, ?> how =
                wishes != null ? wishes : Materialized.with(consumed.keySerde, consumed.valueSerde);
        if (how.storeSupplier instanceof VersionedBytesStoreSupplier) {
            throw new TopologyException("GlobalTables cannot be versioned.");
        }
        how.withLoggingDisabled();
        Stored<K, V> stored = new Stored<>(dsl, how, topic + "-");
        stored.orSerdes(consumed.keySerde, consumed.valueSerde);
        stored.need();
        String given = consumed.processorName;
        String source = dsl.nodeName(given == null ? null : given + "-source", "KSTREAM-SOURCE-");
        String name = dsl.nodeName(given, "KTABLE-SOURCE-");
        Serde<K> keys = stored.keySerde();
        Serde<V> values = stored.valueSerde();
        TableSource<K, V> step = new TableSource<>(stored);
        dsl.later(
                graph ->
                        graph.addGlobal(
                                new GraphNode.Source(
                                        source,
                                        List.of(topic),
                                        null,
                                        null,
                                        consumed.timestampExtractor,
                                        Repartitions.deserializer(keys),
                                        Repartitions.deserializer(values)),
                                new GraphNode.Processing(name, List.of(source), step, null),
                                stored.builder(),
                                true));
        return new GlobalTable<>(
                stored.name(), wishes == null ? stored.name() : stored.queryableName());
    }
}
