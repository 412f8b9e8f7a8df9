package io.leat.streams;

import io.leat.common.Uuid;
import java.util.Map;

/** What brokers call the clients of an application where they keep their metrics (KIP-714). */
public interface ClientInstanceIds {

    /**
     * That of the admin client.
     *
     * @throws IllegalStateException if it pushes no metrics
     */
    Uuid adminInstanceId();

    /** Those of consumers, by client id. */
    Map<String, Uuid> consumerInstanceIds();

    /** Those of producers, by client id. */
    Map<String, Uuid> producerInstanceIds();
}
