package io.leat.common.serialization;

import io.leat.common.header.Headers;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Turns bytes into objects. A class named in the configuration needs a public constructor without
 * arguments.
 */
public interface Deserializer<T> extends Closeable {

    /** Takes the client's settings; {@code isKey} tells which half of the record it serves. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** The object that {@code data} stands for; null may be given (a tombstone). */
    T deserialize(String topic, byte[] data);

    /** As {@link #deserialize(String, byte[])}, for deserializers that read headers as well. */
    default T deserialize(String topic, Headers headers, byte[] data) {
        return deserialize(topic, data);
    }

    /**
     * As {@link #deserialize(String, Headers, byte[])}, from the bytes between position and limit
     * of a buffer that is only lent for the time of the call: it is used again for the next record.
     * Implementations that override it avoid a copy.
     */
    default T deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return deserialize(topic, headers, (byte[]) null);
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        return deserialize(topic, headers, bytes);
    }

    @Override
    default void close() {}
}
