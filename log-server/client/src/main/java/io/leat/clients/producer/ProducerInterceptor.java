package io.leat.clients.producer;

import io.leat.common.Configurable;
import io.leat.common.header.Headers;

/** Sees, and may change, records before they are serialized, and sees how they ended. */
public interface ProducerInterceptor<K, V> extends Configurable, AutoCloseable {

    /** The record to send instead; called by the sending thread. */
    ProducerRecord<K, V> onSend(ProducerRecord<K, V> record);

    /** The record was acknowledged or failed; called on the producer's loop. */
    default void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    /** As {@link #onAcknowledgement(RecordMetadata, Exception)}, with the record's headers. */
    default void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
        onAcknowledgement(metadata, exception);
    }

    @Override
    void close();
}
