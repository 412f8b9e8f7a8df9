package io.leat.log.testkit.live;

import java.util.Map;

/**
 * What the workload asks of a producer, whoever's it is. One thread uses it. Public for clients in
 * class loaders of their own.
 */
public interface LiveProducer extends AutoCloseable {

    /** Learns what became of a record. */
    interface Sent {
        /**
         * @param failure null if it was acknowledged
         */
        void ended(long offset, Exception failure);
    }

    void initTransactions();

    void begin();

    void send(Place place, String value, Sent sent);

    void flush();

    /** Adds what {@code consumer} read, up to {@code offsets}, to the transaction. */
    void sendOffsets(Map<Place, Long> offsets, LiveConsumer consumer);

    void commit();

    void abort();

    /** Gives up what is not sent yet within {@code ms}. */
    void close(long ms);

    @Override
    default void close() {
        close(30_000);
    }
}
