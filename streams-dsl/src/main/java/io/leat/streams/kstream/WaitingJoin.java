package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.GraphStore;
import io.leat.streams.topology.OperatorTime;
import io.leat.streams.topology.ProcessorGraph;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * A join of a stream with a versioned table that lets records of the stream wait for the grace
 * period, in order of time, so that late versions of rows are there when they are joined. KIP-923.
 *
 * <p>Keys of the buffer are a zero byte, time (8 bytes), the record's key, and a number (4 bytes)
 * that keeps records of one key and time apart; the formats are Kafka's.
 */
final class WaitingJoin<K, V, T, O> implements ProcessorSupplier<K, V, K, O> {

    private static final int HEAD = 1 + Long.BYTES;

    private final StreamTableJoin<K, V, T, O> join;
    private final String name;
    private final Serde<K> keys;
    private final Serde<V> values;
    private final long graceMs;
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> buffer;

    WaitingJoin(
            StreamTableJoin<K, V, T, O> join,
            String name,
            Serde<K> keys,
            Serde<V> values,
            long graceMs) {
        this.join = join;
        this.name = name;
        this.keys = keys;
        this.values = values;
        this.graceMs = graceMs;
        this.buffer =
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name + "-Buffer"),
                        Serdes.Bytes(),
                        Serdes.ByteArray());
    }

    void check(TableNode<K, T> table) {
        if (!join.versioned()) {
            throw new IllegalArgumentException(
                    "KTable must be versioned to use a grace period in a stream table join: "
                            + table.name
                            + " keeps one version of each row. Give it a supplier of"
                            + " Stores.persistentVersionedKeyValueStore.");
        }
    }

    void check(ProcessorGraph graph, Set<String> stores) {
        for (String name : stores) {
            GraphStore store = graph.store(name);
            Long history = store == null ? null : store.historyRetentionMs();
            if (history == null || history < graceMs) {
                throw new IllegalArgumentException(
                        "History retention must be at least grace period: "
                                + name
                                + " keeps "
                                + (history == null ? "no versions" : history + " ms")
                                + " and the join waits "
                                + graceMs
                                + " ms.");
            }
        }
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(buffer);
    }

    @Override
    public Processor<K, V, K, O> get() {
        return new Waiting();
    }

    private final class Waiting extends StreamTableJoin.Joining<K, V, T, O> {

        private KeyValueStore<Bytes, byte[]> waiting;
        private CurrentRecord current;
        private OperatorTime streamTime;
        private Serde<K> keySerde;
        private Serde<V> valueSerde;
        private int sequence;

        Waiting() {
            super(join);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void init(ProcessorContext<K, O> context) {
            super.init(context);
            current = (CurrentRecord) context;
            streamTime = current.time(buffer.name());
            waiting = context.getStateStore(buffer.name());
            current.whenTimeGoesOn(time -> joinUpTo(streamTime.observe(time) - graceMs));
            keySerde = keys != null ? keys : (Serde<K>) context.keySerde();
            valueSerde = values != null ? values : (Serde<V>) context.valueSerde();
        }

        @Override
        public void process(Record<K, V> record) {
            if (dropped(record)) {
                return;
            }
            if (record.key() == null || record.timestamp() < streamTime.millis() - graceMs) {
                joinNow(record);
                return;
            }
            long time = streamTime.observe(record.timestamp());
            waiting.put(key(record), value(record));
            joinUpTo(time - graceMs);
        }

        private Bytes key(Record<K, V> record) {
            byte[] key = keySerde.serializer().serialize(name, record.headers(), record.key());
            sequence = (sequence + 1) & Integer.MAX_VALUE;
            ByteBuffer out = ByteBuffer.allocate(HEAD + key.length + Integer.BYTES);
            do {
                out.clear().put((byte) 0).putLong(record.timestamp()).put(key).putInt(sequence);
                // After a restart numbers begin anew, and one may still be taken.
            } while (waiting.get(Bytes.wrap(out.array())) != null && ++sequence > 0);
            return Bytes.wrap(out.array());
        }

        private byte[] value(Record<K, V> record) {
            return WaitingRecord.bytes(
                    current.recordContext(),
                    record,
                    valueSerde.serializer().serialize(name, record.headers(), record.value()));
        }

        private void joinUpTo(long time) {
            if (time < 0) {
                return;
            }
            Bytes end = Bytes.wrap(ByteBuffer.allocate(HEAD).putLong(1, time + 1).array());
            try (KeyValueIterator<Bytes, byte[]> due = waiting.range(null, end)) {
                while (due.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = due.next();
                    byte[] key = entry.key.get();
                    K waited =
                            keySerde.deserializer()
                                    .deserialize(
                                            name,
                                            Arrays.copyOfRange(
                                                    key, HEAD, key.length - Integer.BYTES));
                    WaitingRecord saved = WaitingRecord.of(entry.value);
                    V value = valueSerde.deserializer().deserialize(name, saved.value());
                    current.within(
                            saved.context(),
                            () ->
                                    joinNow(
                                            new Record<>(
                                                    waited,
                                                    value,
                                                    saved.context().timestamp(),
                                                    saved.context().headers())));
                    waiting.delete(entry.key);
                }
            }
        }
    }
}
