package io.leat.streams;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serializer;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.ProcessorGraph;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A graph of sources, processors and sinks, with the stores that processors use.
 *
 * <pre>{@code
 * Topology topology = new Topology();
 * topology.addSource("in", "words")
 *     .addProcessor("count", CountWords::new, "in")
 *     .addStateStore(counts, "count")
 *     .addSink("out", "counts", "count");
 * }</pre>
 */
public class Topology {

    private final ProcessorGraph graph;
    private final UnaryOperator<StreamsConfig> overrides;

    public Topology() {
        this(new ProcessorGraph());
    }

    /** With settings of its own: {@code topologyConfigs} go before those of the application. */
    public Topology(TopologyConfig topologyConfigs) {
        this(new ProcessorGraph(topologyConfigs.processorWrapper()), topologyConfigs::over);
    }

    Topology(ProcessorGraph graph) {
        this(graph, UnaryOperator.identity());
    }

    private Topology(ProcessorGraph graph, UnaryOperator<StreamsConfig> overrides) {
        this.graph = graph;
        this.overrides = overrides;
    }

    /** The settings for this topology in an application that has {@code configs}. */
    StreamsConfig settings(StreamsConfig configs) {
        return overrides.apply(configs);
    }

    /**
     * Where a source begins when its group has no committed offset, in the former way.
     *
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public enum AutoOffsetReset {
        EARLIEST,
        LATEST
    }

    ProcessorGraph graph() {
        return graph;
    }

    public synchronized Topology addSource(String name, String... topics) {
        return source(name, List.of(topics), null, null, null, null, null);
    }

    public synchronized Topology addSource(String name, Pattern topicPattern) {
        return source(name, List.of(), topicPattern, null, null, null, null);
    }

    public synchronized <K, V> Topology addSource(
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String... topics) {
        return source(name, List.of(topics), null, null, null, keyDeserializer, valueDeserializer);
    }

    public synchronized <K, V> Topology addSource(
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return source(
                name, List.of(), topicPattern, null, null, keyDeserializer, valueDeserializer);
    }

    public synchronized Topology addSource(
            TimestampExtractor timestampExtractor, String name, String... topics) {
        return source(name, List.of(topics), null, null, timestampExtractor, null, null);
    }

    public synchronized Topology addSource(
            TimestampExtractor timestampExtractor, String name, Pattern topicPattern) {
        return source(name, List.of(), topicPattern, null, timestampExtractor, null, null);
    }

    public synchronized Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset, String name, String... topics) {
        return source(name, List.of(topics), null, offsetReset, null, null, null);
    }

    public synchronized Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            String name,
            Pattern topicPattern) {
        return source(name, List.of(), topicPattern, offsetReset, null, null, null);
    }

    public synchronized <K, V> Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String... topics) {
        return source(
                name, List.of(topics), null, offsetReset, null, keyDeserializer, valueDeserializer);
    }

    public synchronized <K, V> Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return source(
                name,
                List.of(),
                topicPattern,
                offsetReset,
                null,
                keyDeserializer,
                valueDeserializer);
    }

    public synchronized Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            TimestampExtractor timestampExtractor,
            String name,
            String... topics) {
        return source(name, List.of(topics), null, offsetReset, timestampExtractor, null, null);
    }

    public synchronized Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            TimestampExtractor timestampExtractor,
            String name,
            Pattern topicPattern) {
        return source(name, List.of(), topicPattern, offsetReset, timestampExtractor, null, null);
    }

    public synchronized <K, V> Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            String name,
            TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String... topics) {
        return source(
                name,
                List.of(topics),
                null,
                offsetReset,
                timestampExtractor,
                keyDeserializer,
                valueDeserializer);
    }

    public synchronized <K, V> Topology addSource(
            io.leat.streams.@Nullable AutoOffsetReset offsetReset,
            String name,
            TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return source(
                name,
                List.of(),
                topicPattern,
                offsetReset,
                timestampExtractor,
                keyDeserializer,
                valueDeserializer);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset, String name, String... topics) {
        return addSource(io.leat.streams.AutoOffsetReset.of(offsetReset), name, topics);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            TimestampExtractor timestampExtractor,
            String name,
            String... topics) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset), timestampExtractor, name, topics);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String... topics) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset),
                name,
                keyDeserializer,
                valueDeserializer,
                topics);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String... topics) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset),
                name,
                timestampExtractor,
                keyDeserializer,
                valueDeserializer,
                topics);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset, String name, Pattern topicPattern) {
        return addSource(io.leat.streams.AutoOffsetReset.of(offsetReset), name, topicPattern);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            TimestampExtractor timestampExtractor,
            String name,
            Pattern topicPattern) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset),
                timestampExtractor,
                name,
                topicPattern);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset),
                name,
                keyDeserializer,
                valueDeserializer,
                topicPattern);
    }

    /**
     * @deprecated use {@link io.leat.streams.AutoOffsetReset}
     */
    @Deprecated
    public synchronized <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        return addSource(
                io.leat.streams.AutoOffsetReset.of(offsetReset),
                name,
                timestampExtractor,
                keyDeserializer,
                valueDeserializer,
                topicPattern);
    }

    private Topology source(
            String name,
            List<String> topics,
            @Nullable Pattern pattern,
            io.leat.streams.@Nullable AutoOffsetReset reset,
            @Nullable TimestampExtractor extractor,
            @Nullable Deserializer<?> key,
            @Nullable Deserializer<?> value) {
        if (topics.isEmpty() && pattern == null) {
            throw new TopologyException("You must provide at least one topic");
        }
        graph.add(new GraphNode.Source(name, topics, pattern, reset, extractor, key, value));
        return this;
    }

    public synchronized Topology addSink(String name, String topic, String... parentNames) {
        return sink(name, topic, null, null, null, null, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, topic, null, null, null, partitioner, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            String... parentNames) {
        return sink(name, topic, null, keySerializer, valueSerializer, null, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, topic, null, keySerializer, valueSerializer, partitioner, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            String... parentNames) {
        return sink(name, null, topicExtractor, null, null, null, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, null, topicExtractor, null, null, partitioner, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            String... parentNames) {
        return sink(name, null, topicExtractor, keySerializer, valueSerializer, null, parentNames);
    }

    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(
                name,
                null,
                topicExtractor,
                keySerializer,
                valueSerializer,
                partitioner,
                parentNames);
    }

    private Topology sink(
            String name,
            @Nullable String topic,
            @Nullable TopicNameExtractor<?, ?> extractor,
            @Nullable Serializer<?> key,
            @Nullable Serializer<?> value,
            @Nullable StreamPartitioner<?, ?> partitioner,
            String... parents) {
        graph.add(
                new GraphNode.Sink(
                        name, List.of(parents), topic, extractor, key, value, partitioner));
        return this;
    }

    public synchronized <KIn, VIn, KOut, VOut> Topology addProcessor(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, String... parentNames) {
        graph.add(new GraphNode.Processing(name, List.of(parentNames), supplier, null));
        return this;
    }

    public synchronized <S extends StateStore> Topology addStateStore(
            StoreBuilder<S> storeBuilder, String... processorNames) {
        graph.addStore(storeBuilder, processorNames);
        return this;
    }

    /**
     * A store that every instance fills from all partitions of a topic, before it starts and as
     * long as it runs. Any processor may read it.
     */
    public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addGlobalStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        graph.addGlobal(
                new GraphNode.Source(
                        sourceName,
                        List.of(topic),
                        null,
                        null,
                        timestampExtractor,
                        keyDeserializer,
                        valueDeserializer),
                new GraphNode.Processing(
                        processorName, List.of(sourceName), stateUpdateSupplier, null),
                storeBuilder,
                false);
        return this;
    }

    /** A store that is filled from a topic, which is its changelog at the same time. */
    public synchronized <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addReadOnlyStateStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    public synchronized <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        source(
                sourceName,
                List.of(topic),
                null,
                io.leat.streams.AutoOffsetReset.earliest(),
                timestampExtractor,
                keyDeserializer,
                valueDeserializer);
        addProcessor(processorName, stateUpdateSupplier, sourceName);
        graph.addSourceStore(storeBuilder, topic, processorName);
        return this;
    }

    /** The store {@code name} had another name, and goes on with the changelog of that. */
    public synchronized Topology renamedFrom(String name, String formerName) {
        graph.renamed(name, formerName);
        return this;
    }

    public synchronized Topology connectProcessorAndStateStores(
            String processorName, String... stateStoreNames) {
        if (stateStoreNames.length == 0) {
            throw new TopologyException("Must provide at least one state store name.");
        }
        for (String store : stateStoreNames) {
            graph.connect(processorName, store);
        }
        return this;
    }

    /** The shape of this topology. */
    public synchronized TopologyDescription describe() {
        return new Described(graph);
    }
}
