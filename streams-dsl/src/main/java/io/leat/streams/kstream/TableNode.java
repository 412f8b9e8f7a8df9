package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.topology.GraphNode;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** A table as a node of the topology under construction. */
final class TableNode<K, V> implements KTable<K, V> {

    final DslGraph dsl;
    final String name;
    final TableStep<?, ?, K, V> step;
    private final Stored<?, V> stored;
    final Serde<K> keySerde;
    final Serde<V> valueSerde;

    private Long graceMs;

    /** {@code stored} is null for a table that is never kept. */
    TableNode(
            DslGraph dsl,
            String name,
            TableStep<?, ?, K, V> step,
            Stored<?, V> stored,
            Serde<K> keySerde,
            Serde<V> valueSerde) {
        this(dsl, name, step, stored, keySerde, valueSerde, List.of(name), null);
    }

    /**
     * The same for a table that other nodes keep, those {@code users}, or that is what a topic is:
     * then {@code topic}.
     */
    TableNode(
            DslGraph dsl,
            String name,
            TableStep<?, ?, K, V> step,
            Stored<?, V> stored,
            Serde<K> keySerde,
            Serde<V> valueSerde,
            List<String> users,
            String topic) {
        this.dsl = dsl;
        this.name = name;
        this.step = step;
        this.stored = stored;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        if (stored != null) {
            dsl.later(
                    graph -> {
                        if (!stored.needed()) {
                            return;
                        }
                        if (topic != null
                                && stored.ttlMs() == null
                                && dsl.optimizes(StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS)) {
                            stored.withoutLog();
                            graph.addSourceStore(stored.builder(), topic, name);
                        } else {
                            graph.addStore(stored.builder(), users.toArray(String[]::new));
                        }
                    });
        }
    }

    /** How late the windows of this table take records; null when it has none. */
    TableNode<K, V> withGrace(Long windowGraceMs) {
        graceMs = windowGraceMs;
        return this;
    }

    Long graceMs() {
        return graceMs;
    }

    /** The table that a topic is. */
    static <K, V> TableNode<K, V> of(
            DslGraph dsl, String topic, Consumed<K, V> consumed, Materialized<K, V, ?> wishes) {
        Stored<K, V> stored = new Stored<>(dsl, wishes, topic + "-").mayExpire();
        Consumed<K, V> filled = new Consumed<>(consumed);
        filled.keySerde = consumed.keySerde != null ? consumed.keySerde : wishes.keySerde;
        filled.valueSerde = consumed.valueSerde != null ? consumed.valueSerde : wishes.valueSerde;
        stored.orSerdes(filled.keySerde, filled.valueSerde);
        String given = consumed.processorName;
        String source = dsl.nodeName(given == null ? null : given + "-source", "KSTREAM-SOURCE-");
        String name = dsl.nodeName(given, "KTABLE-SOURCE-");
        dsl.add(DslGraph.source(source, List.of(topic), null, filled));
        TableSource<K, V> step = new TableSource<>(stored);
        dsl.add(new GraphNode.Processing(name, List.of(source), step, null));
        return new TableNode<>(
                dsl, name, step, stored, filled.keySerde, filled.valueSerde, List.of(name), topic);
    }

    /** The table whose changes are the records of {@code stream}. */
    static <K, V> TableNode<K, V> of(
            StreamNode<K, V> stream, Named named, Materialized<K, V, ?> wishes) {
        DslGraph dsl = stream.dsl;
        String name = dsl.nodeName(named, "KSTREAM-TOTABLE-");
        Stored<K, V> stored = new Stored<>(dsl, wishes, "KSTREAM-TOTABLE-").mayExpire();
        stored.orSerdes(stream.keySerde, stream.valueSerde);
        StreamNode<K, V> from =
                stream.repartition
                        ? Repartitions.byKey(stream, name, stored.keySerde(), stored.valueSerde())
                        : stream;
        TableSource<K, V> step = new TableSource<>(stored);
        dsl.add(new GraphNode.Processing(name, List.of(from.name), step, null));
        return new TableNode<>(dsl, name, step, stored, stored.keySerde(), stored.valueSerde());
    }

    private KTable<K, V> filtered(
            Predicate<? super K, ? super V> predicate,
            boolean not,
            Named named,
            Materialized<K, V, ?> wishes) {
        Objects.requireNonNull(predicate, "predicate can't be null");
        ValueMapperWithKey<K, V, V> keep =
                (key, value) -> predicate.test(key, value) != not ? value : null;
        return derived("KTABLE-FILTER-", named, keep, true, wishes, valueSerde);
    }

    private <VR> KTable<K, VR> mapped(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, ?> wishes) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return derived("KTABLE-MAPVALUES-", named, mapper, false, wishes, null);
    }

    private <VR> KTable<K, VR> derived(
            String prefix,
            Named named,
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            boolean dropEmpty,
            Materialized<K, VR, ?> wishes,
            Serde<VR> values) {
        Stored<K, VR> kept =
                wishes == null
                        ? null
                        : new Stored<>(dsl, wishes, prefix).orSerdes(keySerde, values);
        String added = dsl.nodeName(named, prefix);
        boolean keep = kept != null && kept.needed();
        TableMap<K, V, VR> next = new TableMap<>(this, mapper, dropEmpty, keep ? kept : null);
        dsl.add(new GraphNode.Processing(added, List.of(name), next, null));
        return new TableNode<>(
                        dsl,
                        added,
                        next,
                        keep ? kept : null,
                        kept != null ? kept.keySerde() : keySerde,
                        kept != null ? kept.valueSerde() : values)
                .withGrace(graceMs);
    }

    private KStream<K, V> streamed(Named named) {
        String added = dsl.nodeName(named, "KTABLE-TOSTREAM-");
        dsl.add(new GraphNode.Processing(added, List.of(name), StreamSteps.<K, V>rows(), null));
        return new StreamNode<>(dsl, added, keySerde, valueSerde, false);
    }

    private <KR, VR> KGroupedTable<KR, VR> grouped(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    selector,
            Grouped<KR, VR> grouped) {
        Objects.requireNonNull(selector, "selector can't be null");
        String select = dsl.nodeName(StreamNode.name(grouped.name), "KTABLE-SELECT-");
        step.sendOldValues();
        ProcessorSupplier<K, Change<V>, KR, Change<VR>> selecting =
                () -> new Selecting<>(selector, step.versioned());
        dsl.add(new GraphNode.Processing(select, List.of(name), selecting, null));
        return new GroupedTable<>(dsl, select, grouped);
    }

    /**
     * Sends each changed row under its new key. Under the same key, old and new travel together, so
     * that nobody sees the moment between; otherwise the old one goes first.
     */
    private static final class Selecting<K, V, KR, VR>
            extends ContextualProcessor<K, Change<V>, KR, Change<VR>> {

        private final KeyValueMapper<
                        ? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                selector;
        private final boolean versioned;

        Selecting(
                KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                        selector,
                boolean versioned) {
            this.selector = selector;
            this.versioned = versioned;
        }

        @Override
        public void process(Record<K, Change<V>> record) {
            if (record.key() == null) {
                throw new StreamsException("The key of a row to group cannot be null.");
            }
            if (versioned && !record.value().isLatest()) {
                return; // the aggregate is of the latest rows
            }
            KeyValue<? extends KR, ? extends VR> removed = pair(record, record.value().oldValue());
            KeyValue<? extends KR, ? extends VR> added = pair(record, record.value().newValue());
            if (removed != null && added != null && Objects.equals(removed.key, added.key)) {
                forward(record, added.key, added.value, removed.value);
                return;
            }
            if (removed != null) {
                forward(record, removed.key, null, removed.value);
            }
            if (added != null) {
                forward(record, added.key, added.value, null);
            }
        }

        private KeyValue<? extends KR, ? extends VR> pair(Record<K, Change<V>> record, V value) {
            KeyValue<? extends KR, ? extends VR> pair =
                    value == null ? null : selector.apply(record.key(), value);
            return pair == null || pair.key == null || pair.value == null ? null : pair;
        }

        private void forward(Record<K, Change<V>> record, KR key, VR added, VR removed) {
            context().forward(record.withKey(key).withValue(new Change<>(added, removed)));
        }
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filter(predicate, (Named) null);
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return filter(predicate, named, null);
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filter(predicate, null, materialized);
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(predicate, false, named, materialized);
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return filterNot(predicate, (Named) null);
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return filterNot(predicate, named, null);
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filterNot(predicate, null, materialized);
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filtered(predicate, true, named, materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper) {
        return mapValues(mapper, (Named) null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named) {
        return mapValues(mapper, named, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapValues(mapper, null, materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(StreamSteps.withKey(mapper), named, materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper) {
        return mapValues(mapper, (Named) null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named) {
        return mapValues(mapper, named, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapValues(mapper, null, materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapped(mapper, named, materialized);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            String... stateStoreNames) {
        return transformValues(transformerSupplier, null, null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Named named,
            String... stateStoreNames) {
        return transformValues(transformerSupplier, null, named, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames) {
        return transformValues(transformerSupplier, materialized, null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            Named named,
            String... stateStoreNames) {
        Objects.requireNonNull(transformerSupplier, "transformerSupplier can't be null");
        Objects.requireNonNull(stateStoreNames, "stateStoreNames can't be null");
        List<String> stores = List.of(stateStoreNames);
        Stored<K, VR> kept =
                materialized == null
                        ? null
                        : new Stored<>(dsl, materialized, "KTABLE-TRANSFORMVALUES-")
                                .orSerdes(keySerde, null);
        String added = dsl.nodeName(named, "KTABLE-TRANSFORMVALUES-");
        Stored<K, VR> needed = kept != null && kept.needed() ? kept : null;
        TableTransform<K, V, VR> next =
                new TableTransform<>(this, transformerSupplier, stores, needed);
        dsl.add(new GraphNode.Processing(added, List.of(name), next, null));
        stores.forEach(store -> dsl.connect(added, store));
        return new TableNode<>(
                        dsl,
                        added,
                        next,
                        needed,
                        kept != null ? kept.keySerde() : keySerde,
                        kept != null ? kept.valueSerde() : null)
                .withGrace(graceMs);
    }

    @Override
    public KTable<K, V> suppress(Suppressed<? super K> suppressed) {
        return Suppression.of(this, suppressed);
    }

    @Override
    public KStream<K, V> toStream() {
        return toStream((Named) null);
    }

    @Override
    public KStream<K, V> toStream(Named named) {
        return streamed(named);
    }

    @Override
    public <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper) {
        return toStream(mapper, null);
    }

    @Override
    public <KR> KStream<KR, V> toStream(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named) {
        return toStream(named).selectKey(mapper);
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    selector) {
        return groupBy(selector, Grouped.with(null, null));
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    selector,
            Grouped<KR, VR> grouped) {
        return grouped(selector, grouped);
    }

    @Override
    public String queryableStoreName() {
        return stored == null ? null : stored.queryableName();
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.join(this, other, joiner, named, materialized, false, false);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.join(this, other, joiner, named, materialized, true, false);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.join(this, other, joiner, named, materialized, true, true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignJoins.join(
                this, other, foreignKeyExtractor, joiner, tableJoined, materialized, false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignJoins.join(
                this, other, foreignKeyExtractor, joiner, tableJoined, materialized, true);
    }
}
