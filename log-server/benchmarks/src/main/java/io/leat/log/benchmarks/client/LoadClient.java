package io.leat.log.benchmarks.client;

import java.util.Map;

/** A client library under load: the same calls, on Leat's clients or Apache Kafka's. */
interface LoadClient {

    /**
     * Sends so many records with a callback each, from the calling thread; all are acknowledged.
     */
    void produce(Map<String, Object> settings, String topic, byte[] value, long records);

    /** Reads so many records, touching key, value and offset of each. */
    void consume(Map<String, Object> settings, String topic, int partitions, long records);
}
