package io.leat.streams.processor.api;

/** Makes records with fixed keys for the runtime and for tests of processors. */
public final class InternalFixedKeyRecordFactory {

    private InternalFixedKeyRecordFactory() {}

    public static <K, V> FixedKeyRecord<K, V> create(Record<K, V> record) {
        return new FixedKeyRecord<>(
                record.key(), record.value(), record.timestamp(), record.headers());
    }
}
