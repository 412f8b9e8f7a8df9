package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.streams.DslStoreFormat;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.state.DslKeyValueParams;
import io.leat.streams.state.DslWindowParams;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowBytesStoreSupplier;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.ProcessorGraph;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Declares joins of two streams: two remembering nodes, two joining ones, one that merges. */
final class StreamJoins<K, L, R, O> {

    private final DslGraph dsl;
    private final StreamJoined<K, L, R> joined;
    private final JoinWindows windows;
    private final boolean leftOuter;
    private final boolean rightOuter;

    StreamJoins(
            DslGraph dsl,
            StreamJoined<K, L, R> joined,
            JoinWindows windows,
            boolean leftOuter,
            boolean rightOuter) {
        this.dsl = dsl;
        this.joined = Objects.requireNonNull(joined, "streamJoined cannot be null");
        this.windows = Objects.requireNonNull(windows, "windows cannot be null");
        this.leftOuter = leftOuter;
        this.rightOuter = rightOuter;
    }

    StreamNode<K, O> join(
            StreamNode<K, L> left,
            StreamNode<K, R> right,
            ValueJoinerWithKey<? super K, ? super L, ? super R, ? extends O> joiner) {
        Objects.requireNonNull(joiner, "joiner cannot be null");
        StreamNode<K, L> lefts =
                left.forJoin(suffixed("-left"), joined.keySerde, joined.valueSerde);
        StreamNode<K, R> rights =
                right.forJoin(suffixed("-right"), joined.keySerde, joined.otherValueSerde);
        dsl.copartition(lefts.name, rights.name);
        String thisSuffix = rightOuter ? "-outer-this-join" : "-this-join";
        String otherSuffix = leftOuter ? "-outer-other-join" : "-other-join";
        String thisWindowed = dsl.nodeName(suffixed("-this-windowed"), "KSTREAM-WINDOWED-");
        String otherWindowed = dsl.nodeName(suffixed("-other-windowed"), "KSTREAM-WINDOWED-");
        String thisGenerated =
                dsl.nextName(rightOuter ? "KSTREAM-OUTERTHIS-" : "KSTREAM-JOINTHIS-");
        String otherGenerated =
                dsl.nextName(leftOuter ? "KSTREAM-OUTEROTHER-" : "KSTREAM-JOINOTHER-");
        String thisJoin = orElse(suffixed(thisSuffix), thisGenerated);
        String otherJoin = orElse(suffixed(otherSuffix), otherGenerated);
        String merge = dsl.nodeName(suffixed("-merge"), "KSTREAM-MERGE-");
        checkNames();
        if (leftOuter || rightOuter) {
            dsl.takesNullKeys(merge);
        }
        StoreBuilder<?> thisStore =
                windowStore(joined.thisStoreSupplier, thisGenerated, thisSuffix, joined.valueSerde);
        StoreBuilder<?> otherStore =
                windowStore(
                        joined.otherStoreSupplier,
                        otherGenerated,
                        otherSuffix,
                        joined.otherValueSerde);
        StoreBuilder<?> unmatched =
                leftOuter && windows.enableSpuriousResultFix ? unmatched(thisGenerated) : null;
        boolean same = lefts.name.equals(rights.name);
        dsl.later(
                graph -> {
                    remember(graph, lefts.name, thisWindowed, thisStore);
                    if (same && dsl.optimizes(StreamsConfig.SINGLE_STORE_SELF_JOIN)) {
                        graph.add(
                                new GraphNode.Processing(
                                        merge,
                                        List.of(thisWindowed),
                                        new SelfJoin<>(windows, joiner, thisStore.name()),
                                        null));
                        connect(graph, merge, thisStore, null);
                        return;
                    }
                    remember(graph, rights.name, otherWindowed, otherStore);
                    graph.add(
                            side(
                                    thisJoin,
                                    thisWindowed,
                                    joiner,
                                    true,
                                    otherStore,
                                    unmatched,
                                    merge));
                    connect(graph, thisJoin, otherStore, unmatched);
                    graph.add(
                            side(
                                    otherJoin,
                                    otherWindowed,
                                    joiner,
                                    false,
                                    thisStore,
                                    unmatched,
                                    merge));
                    connect(graph, otherJoin, thisStore, unmatched);
                    graph.add(
                            new GraphNode.Processing(
                                    merge,
                                    List.of(thisJoin, otherJoin),
                                    StreamSteps.<K, O>pass(),
                                    null));
                });
        return new StreamNode<>(dsl, merge, joined.keySerde, null, false);
    }

    private String suffixed(String suffix) {
        return joined.name == null ? null : joined.name + suffix;
    }

    private static String orElse(String given, String generated) {
        return given != null ? given : generated;
    }

    private void checkNames() {
        if (joined.thisStoreSupplier != null
                && joined.otherStoreSupplier != null
                && joined.thisStoreSupplier.name().equals(joined.otherStoreSupplier.name())) {
            throw new StreamsException(
                    "Both sides of a join would use the store "
                            + joined.thisStoreSupplier.name()
                            + ": give them suppliers of different names.");
        }
    }

    private void remember(ProcessorGraph graph, String parent, String node, StoreBuilder<?> store) {
        graph.add(
                new GraphNode.Processing(
                        node, List.of(parent), new JoinWindowStep<K, Object>(store.name()), null));
        connect(graph, node, store, null);
    }

    private GraphNode side(
            String node,
            String parent,
            ValueJoinerWithKey<? super K, ? super L, ? super R, ? extends O> joiner,
            boolean left,
            StoreBuilder<?> others,
            StoreBuilder<?> unmatched,
            String join) {
        return new GraphNode.Processing(
                node,
                List.of(parent),
                new StreamJoinSide<K, L, R, Object, O>(
                        windows,
                        joiner,
                        left,
                        left ? leftOuter : rightOuter,
                        others.name(),
                        unmatched == null ? null : unmatched.name(),
                        joined.keySerde,
                        joined.valueSerde,
                        joined.otherValueSerde,
                        join),
                null);
    }

    private static void connect(
            ProcessorGraph graph, String node, StoreBuilder<?> store, StoreBuilder<?> unmatched) {
        graph.addStore(store, node);
        if (unmatched != null) {
            graph.addStore(unmatched, node);
        }
    }

    private StoreBuilder<?> ofKind(
            WindowBytesStoreSupplier given, Function<StoreKinds, StoreBuilder<?>> kinds) {
        return given != null
                ? kinds.apply(StoreKinds.USUAL)
                : new KindByConfig(joined.dslStoreSuppliers, kinds);
    }

    private <V> StoreBuilder<?> windowStore(
            WindowBytesStoreSupplier given, String generated, String suffix, Serde<V> values) {
        long retention = windows.size() + windows.gracePeriodMs();
        if (given != null
                && (!given.retainDuplicates()
                        || given.retentionPeriod() != retention
                        || given.windowSize() != windows.size())) {
            throw new StreamsException(
                    "The store "
                            + given.name()
                            + " does not fit the join: it must retain duplicates, keep "
                            + retention
                            + " ms and have windows of "
                            + windows.size()
                            + " ms.");
        }
        String name = (joined.storeName == null ? generated : joined.storeName + suffix) + "-store";
        Function<StoreKinds, DslWindowParams> params =
                kind ->
                        new DslWindowParams(
                                name,
                                Duration.ofMillis(retention),
                                Duration.ofMillis(windows.size()),
                                true,
                                EmitStrategy.onWindowUpdate(),
                                false,
                                kind.format(DslStoreFormat.PLAIN));
        return ofKind(
                given,
                kind ->
                        logged(
                                Stores.timestampedWindowStoreBuilder(
                                        given != null
                                                ? given
                                                : kind.suppliers().windowStore(params.apply(kind)),
                                        joined.keySerde,
                                        values)));
    }

    private StoreBuilder<?> unmatched(String thisGenerated) {
        String suffix = rightOuter ? "-outer-shared-join" : "-left-shared-join";
        String base =
                joined.thisStoreSupplier != null
                        ? joined.thisStoreSupplier.name() + suffix
                        : joined.storeName != null
                                ? joined.storeName + suffix
                                : dsl.generated(
                                        "KSTREAM-OUTERSHARED-"
                                                + thisGenerated.substring(
                                                        thisGenerated.length() - 10));
        DslKeyValueParams params = new DslKeyValueParams(base + "-store", DslStoreFormat.PLAIN);
        return ofKind(
                null,
                kind ->
                        logged(
                                Stores.keyValueStoreBuilder(
                                        kind.suppliers().keyValueStore(params),
                                        Serdes.Bytes(),
                                        Serdes.ByteArray())));
    }

    private StoreBuilder<?> logged(StoreBuilder<?> builder) {
        return joined.loggingEnabled
                ? builder.withLoggingEnabled(joined.topicConfig)
                : builder.withLoggingDisabled();
    }
}
