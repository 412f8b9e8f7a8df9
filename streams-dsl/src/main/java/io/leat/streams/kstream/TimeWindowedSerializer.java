package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.kstream.internals.WindowedSerializer;
import java.nio.ByteBuffer;
import java.util.Map;

/** Writes windowed keys: the key, then the start of the window in 8 bytes. */
public class TimeWindowedSerializer<T> implements WindowedSerializer<T> {

    /** The setting that names the serde of the keys. */
    public static final String WINDOWED_INNER_SERIALIZER_CLASS = "windowed.inner.serializer.class";

    private Serializer<T> inner;

    public TimeWindowedSerializer() {}

    public TimeWindowedSerializer(Serializer<T> inner) {
        this.inner = inner;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        inner =
                (Serializer<T>)
                        InnerSerde.<Serializer<?>>of(
                                inner, configs, WINDOWED_INNER_SERIALIZER_CLASS, Serde::serializer);
    }

    @Override
    public byte[] serialize(String topic, Windowed<T> data) {
        return serialize(topic, new RecordHeaders(), data);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, Windowed<T> data) {
        if (data == null) {
            InnerSerde.present(inner);
            return null;
        }
        byte[] key = serializeBaseKey(topic, headers, data);
        return ByteBuffer.allocate(key.length + Long.BYTES)
                .put(key)
                .putLong(data.window().start())
                .array();
    }

    @Override
    public byte[] serializeBaseKey(String topic, Windowed<T> data) {
        return serializeBaseKey(topic, new RecordHeaders(), data);
    }

    @Override
    public byte[] serializeBaseKey(String topic, Headers headers, Windowed<T> data) {
        return InnerSerde.present(inner).serialize(topic, headers, data.key());
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
