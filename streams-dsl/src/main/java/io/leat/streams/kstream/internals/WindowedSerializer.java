package io.leat.streams.kstream.internals;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Serializer;
import io.leat.streams.kstream.Windowed;

/** Serializes windowed keys, or only their keys, by which they are partitioned. */
public interface WindowedSerializer<T> extends Serializer<Windowed<T>> {

    byte[] serializeBaseKey(String topic, Windowed<T> data);

    default byte[] serializeBaseKey(String topic, Headers headers, Windowed<T> data) {
        return serializeBaseKey(topic, data);
    }
}
