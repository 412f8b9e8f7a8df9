package io.leat.streams.kstream;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.streams.kstream.internals.SessionWindow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Reads keys with sessions. */
public class SessionWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** The setting that names the serde of the keys. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS =
            "windowed.inner.deserializer.class";

    private Deserializer<T> inner;

    public SessionWindowedDeserializer() {}

    public SessionWindowedDeserializer(Deserializer<T> inner) {
        this.inner = inner;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        inner =
                (Deserializer<T>)
                        InnerSerde.<Deserializer<?>>of(
                                inner,
                                configs,
                                WINDOWED_INNER_DESERIALIZER_CLASS,
                                Serde::deserializer);
    }

    @Override
    public Windowed<T> deserialize(String topic, byte[] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public Windowed<T> deserialize(String topic, Headers headers, byte[] data) {
        InnerSerde.present(inner);
        if (data == null || data.length == 0) {
            return null;
        }
        int length = data.length - 2 * Long.BYTES;
        if (length < 0) {
            throw new SerializationException(
                    "A session's key in " + topic + " cannot have " + data.length + " bytes only.");
        }
        ByteBuffer times = ByteBuffer.wrap(data).position(length);
        long end = times.getLong();
        T key = inner.deserialize(topic, headers, Arrays.copyOf(data, length));
        return new Windowed<>(key, new SessionWindow(times.getLong(), end));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
