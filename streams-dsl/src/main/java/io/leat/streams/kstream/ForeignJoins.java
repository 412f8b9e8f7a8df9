package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.streams.DslStoreFormat;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.DslKeyValueParams;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import io.leat.streams.topology.GraphNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Declares joins of tables by foreign keys. Rows of the left table go to where their foreign key
 * points to, are remembered there, and are answered; so are they when what they point to changes.
 *
 * <pre>
 * left --subscribe--> [registration topic] --receive--> answer ----------+
 *                                             (store)                    v
 * right ------------------------------------> change --------> [response topic] --resolve--> result
 * </pre>
 */
final class ForeignJoins<K, V, KO, VO, O> {

    private static final String FK = "KTABLE-FK-JOIN-";
    private static final String REGISTRATION = FK + "SUBSCRIPTION-REGISTRATION-";
    private static final String PROCESSOR = FK + "SUBSCRIPTION-PROCESSOR-";
    private static final String OUTPUT = FK + "OUTPUT-";

    private final DslGraph dsl;
    private final TableNode<K, V> left;
    private final TableNode<KO, VO> right;
    private final TableJoined<K, KO> joined;
    private final boolean leftJoin;

    private ForeignJoins(
            TableNode<K, V> left,
            TableNode<KO, VO> right,
            TableJoined<K, KO> joined,
            boolean leftJoin) {
        this.dsl = left.dsl;
        this.left = left;
        this.right = right;
        this.joined = joined;
        this.leftJoin = leftJoin;
    }

    static <K, V, KO, VO, O> TableNode<K, O> join(
            TableNode<K, V> left,
            KTable<KO, VO> right,
            BiFunction<? super K, ? super V, ? extends KO> extractor,
            ValueJoiner<? super V, ? super VO, ? extends O> joiner,
            TableJoined<K, KO> joined,
            Materialized<K, O, ?> wishes,
            boolean leftJoin) {
        Objects.requireNonNull(right, "foreignKeyTable can't be null");
        Objects.requireNonNull(extractor, "foreignKeyExtractor can't be null");
        Objects.requireNonNull(joiner, "joiner can't be null");
        Objects.requireNonNull(joined, "tableJoined can't be null");
        Objects.requireNonNull(wishes, "materialized can't be null");
        return new ForeignJoins<K, V, KO, VO, O>(left, (TableNode<KO, VO>) right, joined, leftJoin)
                .declare(extractor, joiner, wishes);
    }

    /** A function of the value alone. */
    static <K, V, KO> BiFunction<K, V, KO> ofValue(Function<? super V, ? extends KO> extractor) {
        Objects.requireNonNull(extractor, "foreignKeyExtractor can't be null");
        return (key, value) -> extractor.apply(value);
    }

    private String name(String suffix, String prefix) {
        return dsl.nodeName(joined.name == null ? null : joined.name + suffix, prefix);
    }

    private TableNode<K, O> declare(
            BiFunction<? super K, ? super V, ? extends KO> extractor,
            ValueJoiner<? super V, ? super VO, ? extends O> joiner,
            Materialized<K, O, ?> wishes) {
        right.step.sendOldValues();
        left.step.sendOldValues();
        ForeignNames names =
                new ForeignNames(name("-subscription-registration", REGISTRATION) + "-topic");
        SubscriptionSerde<K> subscriptions =
                new SubscriptionSerde<>(names.subscriptions(), left.keySerde);
        String source = subscribe(names, extractor, subscriptions);
        String store = name("-subscription-store", FK + "SUBSCRIPTION-STATE-STORE-");
        String receive = name("-subscription-receive", PROCESSOR);
        String answer = name("-subscription-join-foreign", PROCESSOR);
        String change = name("-foreign-join-subscription", PROCESSOR);
        add(
                receive,
                source,
                new ForeignReceive<>(names, store, right.keySerde, left.keySerde, subscriptions));
        TableRows<KO, VO> rows = right.step.rows();
        add(answer, receive, new ForeignAnswer<KO, K, VO>(rows));
        TableJoins.connect(dsl, answer, rows);
        add(
                change,
                right.name,
                new ForeignChange<KO, VO, K>(
                        names,
                        store,
                        right.keySerde,
                        left.keySerde,
                        subscriptions,
                        right.step.versioned()));
        StoreBuilder<?> builder = store(store, subscriptions);
        dsl.later(graph -> graph.addStore(builder, receive, change));
        return resolve(names, joiner, respond(answer, change), wishes);
    }

    private void add(String name, String parent, ProcessorSupplier<?, ?, ?, ?> step) {
        dsl.add(new GraphNode.Processing(name, List.of(parent), step, null));
    }

    private StoreBuilder<?> store(String name, SubscriptionSerde<K> subscriptions) {
        return new KindByConfig(
                null,
                kinds ->
                        Stores.timestampedKeyValueStoreBuilder(
                                kinds.suppliers()
                                        .keyValueStore(
                                                new DslKeyValueParams(
                                                        name,
                                                        kinds.format(DslStoreFormat.TIMESTAMPED))),
                                Serdes.Bytes(),
                                subscriptions));
    }

    /** The way to the right table; returns the node that reads subscriptions there. */
    private String subscribe(
            ForeignNames names,
            BiFunction<? super K, ? super V, ? extends KO> extractor,
            SubscriptionSerde<K> subscriptions) {
        String send = name("-subscription-registration-processor", REGISTRATION);
        String sink = name("-subscription-registration-sink", "KTABLE-SINK-");
        String source = name("-subscription-registration-source", "KTABLE-SOURCE-");
        add(
                send,
                left.name,
                new ForeignSubscribe<K, V, KO>(
                        names,
                        extractor,
                        right.keySerde,
                        left.valueSerde,
                        subscriptions,
                        leftJoin,
                        left.step.versioned()));
        StreamPartitioner<KO, Void> given = joined.otherPartitioner;
        StreamPartitioner<KO, Subscription<K>> partitioner =
                given == null
                        ? null
                        : (topic, key, value, count) ->
                                one(given.partitions(topic, key, null, count));
        Repartitions.write(
                dsl,
                sink,
                send,
                names.subscriptions(),
                Repartitions.serializer(right.keySerde),
                subscriptions,
                partitioner);
        Repartitions.read(
                dsl,
                source,
                names.subscriptions(),
                null,
                Repartitions.deserializer(right.keySerde),
                subscriptions);
        dsl.copartition(right.name, source);
        return source;
    }

    private static Optional<Set<Integer>> one(Optional<Set<Integer>> partitions) {
        if (partitions.isPresent() && partitions.get().size() != 1) {
            throw new IllegalArgumentException(
                    "A partitioner of a foreign-key join must choose one partition, not "
                            + partitions.get());
        }
        return partitions;
    }

    /** The way back to the left table; returns the node that reads answers there. */
    private String respond(String... answering) {
        String topic = name("-subscription-response", FK + "SUBSCRIPTION-RESPONSE-") + "-topic";
        String sink = name("-subscription-response-sink", "KTABLE-SINK-");
        String source = name("-subscription-response-source", "KTABLE-SOURCE-");
        StreamPartitioner<K, Void> given = joined.partitioner;
        StreamPartitioner<K, Answer<VO>> partitioner =
                given == null
                        ? (name, key, answer, count) ->
                                Optional.ofNullable(answer.partition()).map(Set::of)
                        : (name, key, answer, count) ->
                                one(given.partitions(name, key, null, count));
        AnswerSerde<VO> answers = new AnswerSerde<>(right.valueSerde);
        dsl.add(
                new GraphNode.Sink(
                        sink,
                        List.of(answering),
                        topic,
                        null,
                        Repartitions.serializer(left.keySerde),
                        answers,
                        partitioner));
        Repartitions.read(
                dsl, source, topic, null, Repartitions.deserializer(left.keySerde), answers);
        dsl.copartition(left.name, source);
        return source;
    }

    private TableNode<K, O> resolve(
            ForeignNames names,
            ValueJoiner<? super V, ? super VO, ? extends O> joiner,
            String answers,
            Materialized<K, O, ?> wishes) {
        String resolve =
                name(
                        "-subscription-response-resolver",
                        FK + "SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-");
        TableRows<K, V> rows = left.step.rows();
        add(
                resolve,
                answers,
                new ForeignResolve<K, V, VO, O>(names, rows, left.valueSerde, joiner, leftJoin));
        TableJoins.connect(dsl, resolve, rows);
        String result = name("-result", OUTPUT);
        Stored<K, O> stored =
                new Stored<>(dsl, wishes, OUTPUT).orSerdes(left.keySerde, (Serde<O>) null);
        TableSource<K, O> step = new TableSource<>(stored);
        add(result, resolve, step);
        return new TableNode<>(dsl, result, step, stored, left.keySerde, stored.valueSerde());
    }
}
