package io.leat.streams.kstream;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Utils;
import io.leat.streams.kstream.internals.WindowedSerializer;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes records to a topic of the application's own and reads them back, by their new key. */
final class Repartitions {

    private static final String SUFFIX = "-repartition";

    private Repartitions() {}

    /**
     * The stream that is read back. Records without a key are dropped, unless something downstream
     * takes them.
     */
    static <K, V> StreamNode<K, V> byKey(
            StreamNode<K, V> from, String base, Serde<K> keys, Serde<V> values) {
        return through(from, base, keys, values, null, null, true);
    }

    static <K, V> StreamNode<K, V> explicit(
            StreamNode<K, V> from, Repartitioned<K, V> repartitioned) {
        String base =
                repartitioned.name != null
                        ? repartitioned.name
                        : from.dsl.nextName("KSTREAM-REPARTITION-");
        return through(
                from,
                base,
                repartitioned.keySerde != null ? repartitioned.keySerde : from.keySerde,
                repartitioned.valueSerde != null ? repartitioned.valueSerde : from.valueSerde,
                repartitioned.partitioner,
                repartitioned.numberOfPartitions,
                false);
    }

    /** Uses up the numbers of one repartition. */
    static void skipNames(DslGraph dsl) {
        dsl.nextName("KSTREAM-SINK-");
        dsl.nextName("KSTREAM-FILTER-");
        dsl.nextName("KSTREAM-SOURCE-");
    }

    private static <K, V> StreamNode<K, V> through(
            StreamNode<K, V> from,
            String base,
            Serde<K> keys,
            Serde<V> values,
            StreamPartitioner<K, V> partitioner,
            Integer partitions,
            boolean mergeable) {
        DslGraph dsl = from.dsl;
        String topic = base.endsWith(SUFFIX) ? base : base + SUFFIX;
        boolean generated = base.matches("KSTREAM.*-[0-9]{10}");
        String sink = dsl.nodeName(generated ? null : topic + "-sink", "KSTREAM-SINK-");
        String filter = dsl.nodeName(generated ? null : topic + "-filter", "KSTREAM-FILTER-");
        String source = dsl.nodeName(generated ? null : topic + "-source", "KSTREAM-SOURCE-");
        RepartitionMerge.Repartition all =
                new RepartitionMerge.Repartition(filter, sink, source, topic, keys, values);
        dsl.repartitions(all);
        if (mergeable) {
            dsl.mergeable(all);
        }
        dsl.add(filter(all, from.name));
        write(dsl, sink, filter, topic, serializer(keys), serializer(values), partitioner);
        read(dsl, source, topic, partitions, deserializer(keys), deserializer(values));
        return new StreamNode<>(dsl, source, keys, values, false);
    }

    /** The nodes of a repartition that begins after {@code parent}. */
    static List<GraphNode> nodes(RepartitionMerge.Repartition all, String parent) {
        return List.of(
                filter(all, parent),
                new GraphNode.Sink(
                        all.sink(),
                        List.of(all.filter()),
                        all.topic(),
                        null,
                        serializer(all.keys()),
                        serializer(all.values()),
                        null),
                new GraphNode.Source(
                        all.source(),
                        List.of(all.topic()),
                        null,
                        null,
                        null,
                        deserializer(all.keys()),
                        deserializer(all.values())));
    }

    private static GraphNode filter(RepartitionMerge.Repartition all, String parent) {
        RepartitionMerge.NullKeys nullKeys = all.nullKeys();
        return new GraphNode.Processing(
                all.filter(),
                List.of(parent),
                StreamSteps.<Object, Object>filter(
                        (key, value) -> key != null || nullKeys.pass, false),
                null);
    }

    static void write(
            DslGraph dsl,
            String sink,
            String parent,
            String topic,
            Serializer<?> keys,
            Serializer<?> values,
            StreamPartitioner<?, ?> partitioner) {
        dsl.add(new GraphNode.Sink(sink, List.of(parent), topic, null, keys, values, partitioner));
    }

    static void read(
            DslGraph dsl,
            String source,
            String topic,
            Integer partitions,
            Deserializer<?> keys,
            Deserializer<?> values) {
        dsl.add(new GraphNode.Source(source, List.of(topic), null, null, null, keys, values));
        dsl.addInternalTopic(
                new InternalTopic(topic, InternalTopic.Kind.REPARTITION, partitions, Map.of()));
    }

    /** Windowed keys are partitioned by their keys, unless somebody says otherwise. */
    @SuppressWarnings("unchecked")
    static <K, V> StreamPartitioner<? super K, ? super V> partitioner(
            StreamPartitioner<? super K, ? super V> given, Serde<K> keys) {
        if (given == null && keys != null && keys.serializer() instanceof WindowedSerializer<?> w) {
            WindowedSerializer<Object> windowed = (WindowedSerializer<Object>) w;
            return (topic, key, value, partitions) ->
                    key == null
                            ? Optional.empty()
                            : Optional.of(
                                    Set.of(
                                            Utils.toPositive(
                                                            Utils.murmur2(
                                                                    windowed.serializeBaseKey(
                                                                            topic,
                                                                            (Windowed<Object>)
                                                                                    key)))
                                                    % partitions));
        }
        return given;
    }

    static <T> Serializer<T> serializer(Serde<T> serde) {
        return serde == null ? null : serde.serializer();
    }

    static <T> Deserializer<T> deserializer(Serde<T> serde) {
        return serde == null ? null : serde.deserializer();
    }
}
