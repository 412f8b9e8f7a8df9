package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.HashSet;
import java.util.Set;

/** The table that joins two tables: takes the changes of both sides, and keeps them if wished. */
final class TableJoin<K, L, R, O> implements TableStep<K, Change<O>, K, O> {

    private final TableNode<K, L> left;
    private final TableNode<K, R> right;
    private final TableJoinSide<K, L, R, O> leftSide;
    private final TableJoinSide<K, R, L, O> rightSide;
    private final Stored<K, O> stored;
    private boolean sendOld;

    /** {@code stored} is null for a join that is not kept. */
    TableJoin(
            TableNode<K, L> left,
            TableNode<K, R> right,
            TableJoinSide<K, L, R, O> leftSide,
            TableJoinSide<K, R, L, O> rightSide,
            Stored<K, O> stored) {
        this.left = left;
        this.right = right;
        this.leftSide = leftSide;
        this.rightSide = rightSide;
        this.stored = stored;
        leftSide.versioned(left.step.versioned());
        rightSide.versioned(right.step.versioned());
    }

    @Override
    public void sendOldValues() {
        sendOld = true;
        left.step.sendOldValues();
        right.step.sendOldValues();
        leftSide.sendOldValues();
        rightSide.sendOldValues();
    }

    @Override
    public boolean sendOldValuesIfKept() {
        sendOldValues();
        return true;
    }

    @Override
    public boolean versioned() {
        return stored != null && stored.versioned();
    }

    @Override
    public TableRows<K, O> rows() {
        return stored != null
                ? new TableRows.Kept<>(stored.name())
                : new Rows<>(left.step.rows(), right.step.rows(), leftSide);
    }

    /** Rows that are computed from those of both sides. */
    private record Rows<K, L, R, O>(
            TableRows<K, L> left, TableRows<K, R> right, TableJoinSide<K, L, R, O> join)
            implements TableRows<K, O> {

        @Override
        public Reader<K, O> open(ProcessorContext<?, ?> context) {
            Reader<K, L> lefts = left.open(context);
            Reader<K, R> rights = right.open(context);
            return key -> {
                ValueAndTimestamp<L> one = lefts.get(key);
                ValueAndTimestamp<R> other = rights.get(key);
                O value =
                        join.joined(
                                ValueAndTimestamp.getValueOrNull(one),
                                ValueAndTimestamp.getValueOrNull(other));
                return value == null
                        ? null
                        : ValueAndTimestamp.make(value, Math.max(time(one), time(other)));
            };
        }

        private static long time(ValueAndTimestamp<?> row) {
            return row == null ? -1 : row.timestamp();
        }

        @Override
        public Set<String> stores() {
            Set<String> all = new HashSet<>(left.stores());
            all.addAll(right.stores());
            return all;
        }
    }

    @Override
    public Processor<K, Change<O>, K, Change<O>> get() {
        return new Merging();
    }

    private final class Merging extends ContextualProcessor<K, Change<O>, K, Change<O>> {

        private TableStore<K, O> store;

        @Override
        public void init(ProcessorContext<K, Change<O>> context) {
            super.init(context);
            if (stored != null) {
                store = new TableStore<>(context, stored, sendOld);
            }
        }

        @Override
        public void process(Record<K, Change<O>> record) {
            if (store != null) {
                store.put(record);
            } else {
                context().forward(record);
            }
        }
    }
}
