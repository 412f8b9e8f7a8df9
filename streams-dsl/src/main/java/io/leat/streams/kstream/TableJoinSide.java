package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;

/**
 * One side of a join of two tables: joins each change with the row that the other side has now.
 * Which rows are joined is up to the kind of join, seen from this side.
 *
 * @param <T> values of this side
 * @param <U> values of the other side
 */
final class TableJoinSide<K, T, U, O> implements ProcessorSupplier<K, Change<T>, K, Change<O>> {

    private final TableRows<K, U> others;
    private final ValueJoiner<? super T, ? super U, ? extends O> joiner;
    private final boolean aloneMine;
    private final boolean aloneOther;
    private boolean sendOld;
    private boolean versioned;

    /**
     * @param aloneMine whether a row of this side has a result without the other
     * @param aloneOther whether a row of the other side has a result without this one
     */
    TableJoinSide(
            TableRows<K, U> others,
            ValueJoiner<? super T, ? super U, ? extends O> joiner,
            boolean aloneMine,
            boolean aloneOther) {
        this.others = others;
        this.joiner = joiner;
        this.aloneMine = aloneMine;
        this.aloneOther = aloneOther;
    }

    /** Whether the rows of this side have versions: only the latest is joined. KIP-914. */
    void versioned(boolean hasVersions) {
        versioned = hasVersions;
    }

    void sendOldValues() {
        sendOld = true;
    }

    /** The result of two rows, null for none. */
    O joined(T mine, U other) {
        boolean has = (mine != null || aloneOther && other != null) && (other != null || aloneMine);
        return has ? joiner.apply(mine, other) : null;
    }

    @Override
    public Processor<K, Change<T>, K, Change<O>> get() {
        return new Side();
    }

    private final class Side extends ContextualProcessor<K, Change<T>, K, Change<O>> {

        private TableRows.Reader<K, U> rows;

        @Override
        public void init(ProcessorContext<K, Change<O>> context) {
            super.init(context);
            rows = others.open(context);
        }

        @Override
        public void process(Record<K, Change<T>> record) {
            if (record.key() == null) {
                ((CurrentRecord) context()).dropped("its key is null");
                return;
            }
            Change<T> change = record.value();
            if (versioned && !change.isLatest()) {
                return;
            }
            ValueAndTimestamp<U> row = rows.get(record.key());
            U other = ValueAndTimestamp.getValueOrNull(row);
            if (other == null
                    && (!aloneMine || change.newValue() == null && change.oldValue() == null)) {
                return;
            }
            long timestamp =
                    other == null
                            ? record.timestamp()
                            : Math.max(record.timestamp(), row.timestamp());
            O added = joined(change.newValue(), other);
            O removed = sendOld ? joined(change.oldValue(), other) : null;
            context()
                    .forward(
                            record.withValue(new Change<>(added, removed, change.isLatest()))
                                    .withTimestamp(timestamp));
        }
    }
}
