package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.topology.GraphNode;
import java.util.List;
import java.util.Objects;

/** Declares joins of two tables by their keys: two joining nodes and one that merges. */
final class TableJoins {

    private TableJoins() {}

    static <K, L, R, O> TableNode<K, O> join(
            TableNode<K, L> left,
            KTable<K, R> other,
            ValueJoiner<? super L, ? super R, ? extends O> joiner,
            Named named,
            Materialized<K, O, ?> wishes,
            boolean leftOuter,
            boolean rightOuter) {
        Objects.requireNonNull(other, "other can't be null");
        Objects.requireNonNull(joiner, "joiner can't be null");
        DslGraph dsl = left.dsl;
        TableNode<K, R> right = (TableNode<K, R>) other;
        Stored<K, O> kept =
                wishes == null
                        ? null
                        : new Stored<>(dsl, wishes, "KTABLE-MERGE-").orSerdes(left.keySerde, null);
        String merge = dsl.nodeName(named, "KTABLE-MERGE-");
        if (leftOuter) {
            left.step.sendOldValues();
        }
        if (rightOuter) {
            right.step.sendOldValues();
        }
        String joinThis = dsl.nodeName(suffixed(named, "-join-this"), "KTABLE-JOINTHIS-");
        String joinOther = dsl.nodeName(suffixed(named, "-join-other"), "KTABLE-JOINOTHER-");
        dsl.copartition(left.name, right.name);
        TableRows<K, L> lefts = left.step.rows();
        TableRows<K, R> rights = right.step.rows();
        TableJoinSide<K, L, R, O> leftSide =
                new TableJoinSide<>(rights, joiner, leftOuter, rightOuter);
        TableJoinSide<K, R, L, O> rightSide =
                new TableJoinSide<>(
                        lefts, (value, own) -> joiner.apply(own, value), rightOuter, leftOuter);
        dsl.add(new GraphNode.Processing(joinThis, List.of(left.name), leftSide, null));
        dsl.add(new GraphNode.Processing(joinOther, List.of(right.name), rightSide, null));
        connect(dsl, joinThis, rights);
        connect(dsl, joinOther, lefts);
        if (kept != null) {
            kept.need();
        }
        TableJoin<K, L, R, O> step = new TableJoin<>(left, right, leftSide, rightSide, kept);
        dsl.add(new GraphNode.Processing(merge, List.of(joinThis, joinOther), step, null));
        Serde<K> keys = kept != null ? kept.keySerde() : left.keySerde;
        Serde<O> values = kept != null ? kept.valueSerde() : null;
        return new TableNode<>(dsl, merge, step, kept, keys, values)
                .withGrace(grace(left.graceMs(), right.graceMs()));
    }

    /** Both sides have windows, or the join has none. */
    private static Long grace(Long one, Long other) {
        return one == null || other == null ? null : (Long) Math.max(one, other);
    }

    private static String suffixed(Named named, String suffix) {
        return named == null ? null : named.name + suffix;
    }

    /** The node reads the rows from their stores: those are added by then. */
    static void connect(DslGraph dsl, String node, TableRows<?, ?> rows) {
        rows.stores().forEach(store -> dsl.connect(node, store));
    }
}
