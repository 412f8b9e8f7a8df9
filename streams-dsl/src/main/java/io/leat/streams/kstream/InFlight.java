package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.RecordOrigin;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The records of an asynchronous operator that wait for an answer, in the order in which they came.
 * A commit logs those that wait across it, so that whoever goes on from there calls for them again.
 * Owned by the task's thread.
 *
 * <p>A changelog key is the number of the record (8 bytes), its value where the record came from,
 * its key and its value.
 */
final class InFlight<K, V> extends HeapBuffer<K, V> {

    private final TreeMap<Long, Waiting<K, V>> waiting = new TreeMap<>();
    private final TreeSet<Long> inLog = new TreeSet<>();
    private long next;

    /**
     * A record that waits.
     *
     * @param key serialized, null for none
     */
    record Waiting<K, V>(long number, Bytes key, Record<K, V> record, RecordOrigin origin) {}

    InFlight(String name, boolean logged, Serde<K> keys, Serde<V> values) {
        super(name, logged, keys, values);
    }

    Waiting<K, V> add(Record<K, V> record, RecordOrigin origin) {
        byte[] key =
                record.key() == null
                        ? null
                        : keys().serializer().serialize(topic(), record.headers(), record.key());
        Waiting<K, V> added =
                new Waiting<>(next++, key == null ? null : Bytes.wrap(key), record, origin);
        waiting.put(added.number(), added);
        return added;
    }

    void remove(Waiting<K, V> answered) {
        waiting.remove(answered.number());
    }

    /** All that wait, the first first. */
    Collection<Waiting<K, V>> all() {
        return waiting.values();
    }

    @Override
    public void logChanges(Log log) {
        inLog.removeIf(
                number -> {
                    boolean answered = !waiting.containsKey(number);
                    if (answered) {
                        log.append(key(number), null, Change.NO_TIME, null);
                    }
                    return answered;
                });
        waiting.forEach(
                (number, one) -> {
                    if (inLog.add(number)) {
                        log.append(key(number), bytes(one), Change.NO_TIME, null);
                    }
                });
    }

    private static Bytes key(long number) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private byte[] bytes(Waiting<K, V> one) {
        byte[] origin = one.origin().bytes();
        byte[] key = one.key() == null ? null : one.key().get();
        V given = one.record().value();
        byte[] value =
                given == null
                        ? null
                        : values().serializer().serialize(topic(), one.record().headers(), given);
        ByteBuffer out =
                ByteBuffer.allocate(
                        origin.length + 2 * Integer.BYTES + length(key) + length(value));
        out.put(origin);
        RecordOrigin.put(out, key);
        RecordOrigin.put(out, value);
        return out.array();
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @Override
    public void restore(Collection<Change> changes, long position) {
        for (Change change : changes) {
            long number = ByteBuffer.wrap(change.key().get()).getLong();
            next = Math.max(next, number + 1);
            if (change.value() == null) {
                waiting.remove(number);
                inLog.remove(number);
            } else {
                waiting.put(number, read(number, change.value()));
                inLog.add(number);
            }
        }
    }

    private Waiting<K, V> read(long number, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        RecordOrigin origin = RecordOrigin.read(in);
        byte[] key = RecordOrigin.get(in);
        byte[] value = RecordOrigin.get(in);
        return new Waiting<>(
                number,
                key == null ? null : Bytes.wrap(key),
                new Record<>(
                        key == null
                                ? null
                                : keys().deserializer().deserialize(topic(), origin.headers(), key),
                        value == null
                                ? null
                                : values().deserializer()
                                        .deserialize(topic(), origin.headers(), value),
                        origin.timestamp(),
                        origin.headers()),
                origin);
    }

    @Override
    public void clear() {
        waiting.clear();
        inLog.clear();
    }
}
