package io.leat.common.serialization;

import io.leat.common.header.Headers;
import java.io.Closeable;
import java.util.Map;

/**
 * Turns objects into bytes. A class named in the configuration needs a public constructor without
 * arguments. A serializer is called by one thread at a time unless its user says otherwise.
 */
public interface Serializer<T> extends Closeable {

    /** Takes the client's settings; {@code isKey} tells which half of the record it serves. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** The bytes of {@code data}; null may be given, and null may be returned (a tombstone). */
    byte[] serialize(String topic, T data);

    /** As {@link #serialize(String, Object)}, for serializers that write headers as well. */
    default byte[] serialize(String topic, Headers headers, T data) {
        return serialize(topic, data);
    }

    @Override
    default void close() {}
}
