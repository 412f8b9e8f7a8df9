package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.KeepsTypes;

/** Turns records into changes of a table: the last value of a key is its row, null deletes it. */
final class TableSource<K, V> implements TableStep<K, V, K, V>, KeepsTypes {

    static final String TOO_OLD = "it is older than the table keeps its rows";

    private final Stored<K, V> stored;
    private boolean sendOld;

    TableSource(Stored<K, V> stored) {
        this.stored = stored;
    }

    @Override
    public boolean keepsKey() {
        return true;
    }

    @Override
    public boolean keepsValue() {
        return true;
    }

    @Override
    public void sendOldValues() {
        sendOld = true;
        stored.need();
    }

    @Override
    public boolean sendOldValuesIfKept() {
        sendOld |= stored.needed();
        return sendOld;
    }

    @Override
    public boolean versioned() {
        return stored.versioned();
    }

    @Override
    public TableRows<K, V> rows() {
        stored.need();
        return new TableRows.Kept<>(stored.name());
    }

    @Override
    public Processor<K, V, K, Change<V>> get() {
        return new Running();
    }

    private final class Running extends ContextualProcessor<K, V, K, Change<V>> {

        private TableStore<K, V> store;

        @Override
        public void init(ProcessorContext<K, Change<V>> context) {
            super.init(context);
            if (stored.needed()) {
                store = new TableStore<>(context, stored, sendOld);
            }
        }

        @Override
        public void process(Record<K, V> record) {
            if (record.key() == null) {
                ((CurrentRecord) context()).dropped("its key is null");
                return;
            }
            if (store == null) {
                context().forward(record.withValue(new Change<>(record.value(), null)));
                return;
            }
            store.advance(record.timestamp());
            if (record.value() != null && store.tooOld(record.timestamp())) {
                ((CurrentRecord) context()).dropped(TOO_OLD);
                return;
            }
            V old = sendOld ? ValueAndTimestamp.getValueOrNull(store.get(record.key())) : null;
            store.put(record.withValue(new Change<>(record.value(), old)));
        }
    }
}
