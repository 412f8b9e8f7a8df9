package io.leat.streams.crash;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A serialised record of the input. Immutable; its headers are copied with each use.
 *
 * @param partition null to let the key decide
 */
record InputRecord(
        String topic,
        @Nullable Integer partition,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    ProducerRecord<byte[], byte[]> toSend() {
        return new ProducerRecord<>(
                topic, partition, timestamp, key, value, new RecordHeaders(headers));
    }
}
