package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Serde;
import io.leat.streams.processor.api.ProcessingContext;

/**
 * The name of the topic of subscriptions, and of the topics that serdes are told of though there
 * are none: their contents are parts of records. Immutable.
 */
record ForeignNames(String subscriptions) {

    String foreignKeyTopic(ProcessingContext context) {
        return context.applicationId() + "-" + subscriptions + "-fk";
    }

    String primaryKeyTopic(ProcessingContext context) {
        return context.applicationId() + "-" + subscriptions + "-pk";
    }

    @SuppressWarnings("unchecked")
    <V> Hashing<V> hashing(ProcessingContext context, Serde<V> values) {
        return new Hashing<>(
                context.applicationId() + "-" + subscriptions + "-vh",
                values != null ? values : (Serde<V>) context.valueSerde());
    }

    /** Hashes rows as they are on the wire: both ends must come to the same. Immutable. */
    record Hashing<V>(String topic, Serde<V> values) {

        ValueHash of(Headers headers, V value) {
            return value == null
                    ? null
                    : ValueHash.of(values.serializer().serialize(topic, headers, value));
        }
    }
}
