package io.leat.streams.kstream;

import io.leat.streams.processor.api.ProcessorSupplier;

/**
 * The processor that makes a table. It can be asked, while the topology is built, to send old
 * values with its changes.
 */
interface TableStep<K, VI, V> extends ProcessorSupplier<K, VI, K, Change<V>> {

    /** From now on changes carry the old value. */
    void sendOldValues();

    /** As {@link #sendOldValues} if a store has them already; whether they are sent. */
    boolean sendOldValuesIfKept();
}
