package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.state.KeyValueStore;

/**
 * A stream of records. Each operator returns what it makes and leaves this stream as it is.
 * Operators that may change the key ({@code map}, {@code flatMap}, {@code selectKey}, {@code
 * process}) lead to a repartition topic if an operator follows that depends on the key.
 */
public interface KStream<K, V> {

    KStream<K, V> filter(Predicate<? super K, ? super V> predicate);

    KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named);

    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate);

    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named);

    <KR> KStream<KR, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KR> mapper);

    <KR> KStream<KR, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named);

    <VR> KStream<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper);

    <VR> KStream<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named);

    <VR> KStream<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper);

    <VR> KStream<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named);

    <VR> KStream<K, VR> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VR>> mapper);

    <VR> KStream<K, VR> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VR>> mapper, Named named);

    <VR> KStream<K, VR> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VR>> mapper);

    <VR> KStream<K, VR> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VR>> mapper,
            Named named);

    <KR, VR> KStream<KR, VR> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    mapper);

    <KR, VR> KStream<KR, VR> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    mapper,
            Named named);

    <KR, VR> KStream<KR, VR> flatMap(
            KeyValueMapper<
                            ? super K,
                            ? super V,
                            ? extends Iterable<? extends KeyValue<? extends KR, ? extends VR>>>
                    mapper);

    <KR, VR> KStream<KR, VR> flatMap(
            KeyValueMapper<
                            ? super K,
                            ? super V,
                            ? extends Iterable<? extends KeyValue<? extends KR, ? extends VR>>>
                    mapper,
            Named named);

    KStream<K, V> peek(ForeachAction<? super K, ? super V> action);

    KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named);

    void foreach(ForeachAction<? super K, ? super V> action);

    void foreach(ForeachAction<? super K, ? super V> action, Named named);

    void print(Printed<K, V> printed);

    KStream<K, V> merge(KStream<K, V> stream);

    KStream<K, V> merge(KStream<K, V> stream, Named named);

    BranchedKStream<K, V> split();

    BranchedKStream<K, V> split(Named named);

    KStream<K, V> repartition();

    KStream<K, V> repartition(Repartitioned<K, V> repartitioned);

    void to(String topic);

    void to(String topic, Produced<K, V> produced);

    void to(TopicNameExtractor<K, V> topicExtractor);

    void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced);

    KTable<K, V> toTable();

    KTable<K, V> toTable(Named named);

    KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    KTable<K, V> toTable(
            Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    KGroupedStream<K, V> groupByKey();

    KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped);

    <KR> KGroupedStream<KR, V> groupBy(KeyValueMapper<? super K, ? super V, KR> keySelector);

    <KR> KGroupedStream<KR, V> groupBy(
            KeyValueMapper<? super K, ? super V, KR> keySelector, Grouped<KR, V> grouped);

    <KR, VR> KStream<KR, VR> process(
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            String... stateStoreNames);

    <KR, VR> KStream<KR, VR> process(
            ProcessorSupplier<? super K, ? super V, ? extends KR, ? extends VR> supplier,
            Named named,
            String... stateStoreNames);

    <VR> KStream<K, VR> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VR> supplier,
            String... stateStoreNames);

    <VR> KStream<K, VR> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VR> supplier,
            Named named,
            String... stateStoreNames);

    /**
     * Calls a function that answers later, for up to as many records at once as {@code async} says.
     * Records of one key are called for one after the other, others overtake. What comes of a
     * record goes out exactly once under exactly-once; the function may be called again after a
     * failure. A call that fails or takes too long goes to the processing exception handler.
     *
     * <p>A commit does not wait for answers: records that wait are kept in a changelog with it, for
     * which {@code async} may give serdes.
     */
    default <VR> KStream<K, VR> mapValuesAsync(
            AsyncValueMapper<? super K, ? super V, ? extends VR> mapper, Async<K, V> async) {
        return AsyncCalls.mapValues((StreamNode<K, V>) this, mapper, async);
    }

    /** As {@link #mapValuesAsync}, with any records as the answer. */
    default <KR, VR> KStream<KR, VR> processAsync(
            AsyncProcessor<K, V, KR, VR> processor, Async<K, V> async) {
        return AsyncCalls.process((StreamNode<K, V>) this, processor, async);
    }

    /** Joins with the records of another stream that are near in time: both must be there. */
    <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    default <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return join(otherStream, StreamSteps.withKey(joiner), windows, streamJoined);
    }

    default <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return join(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    default <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return join(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    /** The same; a record of this stream without a match goes on with null. */
    <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    default <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return leftJoin(otherStream, StreamSteps.withKey(joiner), windows, streamJoined);
    }

    default <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return leftJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    default <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return leftJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    /** The same; a record of either stream without a match goes on with null. */
    <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    default <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return outerJoin(otherStream, StreamSteps.withKey(joiner), windows, streamJoined);
    }

    default <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return outerJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    default <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return outerJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    /** Joins each record with the row of its key that the table has then; without one it ends. */
    <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    default <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return join(table, StreamSteps.withKey(joiner), joined);
    }

    default <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner) {
        return join(table, joiner, Joined.with(null, null, null));
    }

    default <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        return join(table, joiner, Joined.with(null, null, null));
    }

    /** The same; without a row it goes on with null. */
    <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    default <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return leftJoin(table, StreamSteps.withKey(joiner), joined);
    }

    default <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner) {
        return leftJoin(table, joiner, Joined.with(null, null, null));
    }

    default <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        return leftJoin(table, joiner, Joined.with(null, null, null));
    }

    /** Joins each record with the row of a global table under the key that it selects. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return join(globalTable, keySelector, StreamSteps.withKey(joiner), named);
    }

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return join(globalTable, keySelector, joiner, null);
    }

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return join(globalTable, keySelector, joiner, null);
    }

    /** The same; without a row it goes on with null. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return leftJoin(globalTable, keySelector, StreamSteps.withKey(joiner), named);
    }

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return leftJoin(globalTable, keySelector, joiner, null);
    }

    default <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return leftJoin(globalTable, keySelector, joiner, null);
    }
}
