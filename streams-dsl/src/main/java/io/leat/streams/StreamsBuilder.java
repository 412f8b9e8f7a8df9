package io.leat.streams;

import io.leat.common.utils.Bytes;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.DslGraph;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.StoreBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology of streams and tables begins.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder();
 * builder.<String, String>stream("lines")
 *     .flatMapValues(line -> List.of(line.split(" ")))
 *     .groupBy((key, word) -> word)
 *     .count()
 *     .toStream()
 *     .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
 * Topology topology = builder.build();
 * }</pre>
 */
public class StreamsBuilder {

    private final DslGraph dsl = new DslGraph();
    private final Topology topology;
    private final boolean explicitNames;

    public StreamsBuilder() {
        this(new Topology(), false);
    }

    /** With settings of its own: {@code topologyConfigs} go before those of the application. */
    public StreamsBuilder(TopologyConfig topologyConfigs) {
        this(new Topology(topologyConfigs), topologyConfigs.ensureExplicitInternalResourceNaming);
    }

    private StreamsBuilder(Topology topology, boolean explicitNames) {
        this.topology = topology;
        this.explicitNames = explicitNames;
    }

    public synchronized <K, V> KStream<K, V> stream(String topic) {
        return stream(List.of(topic));
    }

    public synchronized <K, V> KStream<K, V> stream(String topic, Consumed<K, V> consumed) {
        return stream(List.of(topic), consumed);
    }

    public synchronized <K, V> KStream<K, V> stream(Collection<String> topics) {
        return stream(topics, Consumed.<K, V>as(null));
    }

    public synchronized <K, V> KStream<K, V> stream(
            Collection<String> topics, Consumed<K, V> consumed) {
        if (topics.isEmpty()) {
            throw new TopologyException("A stream needs at least one topic.");
        }
        return dsl.stream(topics, null, consumed);
    }

    public synchronized <K, V> KStream<K, V> stream(Pattern topicPattern) {
        return stream(topicPattern, Consumed.<K, V>as(null));
    }

    public synchronized <K, V> KStream<K, V> stream(Pattern topicPattern, Consumed<K, V> consumed) {
        return dsl.stream(List.of(), topicPattern, consumed);
    }

    public synchronized <K, V> KTable<K, V> table(String topic) {
        return table(topic, Consumed.<K, V>as(null));
    }

    public synchronized <K, V> KTable<K, V> table(String topic, Consumed<K, V> consumed) {
        return dsl.table(topic, consumed, Materialized.with(null, null));
    }

    public synchronized <K, V> KTable<K, V> table(
            String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return table(topic, Consumed.<K, V>as(null), materialized);
    }

    public synchronized <K, V> KTable<K, V> table(
            String topic,
            Consumed<K, V> consumed,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return dsl.table(topic, consumed, materialized);
    }

    /** A table of which every instance has all rows. */
    public synchronized <K, V> GlobalKTable<K, V> globalTable(String topic) {
        return globalTable(topic, Consumed.<K, V>as(null));
    }

    public synchronized <K, V> GlobalKTable<K, V> globalTable(
            String topic, Consumed<K, V> consumed) {
        return dsl.globalTable(topic, consumed, null);
    }

    public synchronized <K, V> GlobalKTable<K, V> globalTable(
            String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return globalTable(topic, Consumed.<K, V>as(null), materialized);
    }

    public synchronized <K, V> GlobalKTable<K, V> globalTable(
            String topic,
            Consumed<K, V> consumed,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return dsl.globalTable(topic, consumed, materialized);
    }

    /**
     * Adds a store that every instance fills with the processor from all partitions of a topic,
     * also when it is restored. Any processor may read it, without naming it.
     */
    public synchronized <KIn, VIn> StreamsBuilder addGlobalStore(
            StoreBuilder<?> storeBuilder,
            String topic,
            Consumed<KIn, VIn> consumed,
            ProcessorSupplier<KIn, VIn, Void, Void> stateUpdateSupplier) {
        dsl.addGlobalStore(storeBuilder, topic, consumed, stateUpdateSupplier);
        return this;
    }

    /** Adds a store for processors to use; they name it. */
    public synchronized StreamsBuilder addStateStore(StoreBuilder<?> builder) {
        dsl.addStore(builder);
        return this;
    }

    /**
     * A store or repartition topic has another name than before and keeps its data: the changelog
     * or topic keeps its former name, and the times that are committed with offsets do, too. {@code
     * leat topology check} knows about it.
     *
     * @param name as {@link Topology#describe} has it: of a store, or of a repartition topic, which
     *     ends with {@code -repartition}
     * @param formerName the first name that it had, also a generated one
     */
    public synchronized StreamsBuilder renamedFrom(String name, String formerName) {
        dsl.renamedFrom(name, formerName);
        return this;
    }

    /**
     * The topology of what was declared so far.
     *
     * @throws TopologyException if something has a generated name, though the settings of the
     *     topology want all names to be chosen
     */
    public synchronized Topology build() {
        return build(null);
    }

    public synchronized Topology build(@Nullable Properties props) {
        dsl.writeTo(
                topology.graph(),
                StreamsConfig.verifyTopologyOptimizationConfigs(
                        props == null
                                ? null
                                : props.getProperty(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG)));
        if (explicitNames) {
            ExplicitNames.check(topology.graph());
        }
        return topology;
    }
}
