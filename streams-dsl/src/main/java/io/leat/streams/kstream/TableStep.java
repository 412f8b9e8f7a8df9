package io.leat.streams.kstream;

import io.leat.streams.processor.api.ProcessorSupplier;

/**
 * The processor that makes a table. It can be asked, while the topology is built, to send old
 * values with its changes, and to let others read its rows.
 */
interface TableStep<KI, VI, K, V> extends ProcessorSupplier<KI, VI, K, Change<V>> {

    /** From now on changes carry the old value. */
    void sendOldValues();

    /** As {@link #sendOldValues} if a store has them already; whether they are sent. */
    boolean sendOldValuesIfKept();

    /** Whether the table keeps versions of its rows, or is made row by row of one that does. */
    default boolean versioned() {
        return false;
    }

    /** Names the stream time of the operator, where several share a store. */
    default void ownTime(String name) {}

    /** Where the rows can be read; keeps them from now on if that takes a store. */
    TableRows<K, V> rows();
}
