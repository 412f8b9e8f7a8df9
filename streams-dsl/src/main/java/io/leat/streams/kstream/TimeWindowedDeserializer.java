package io.leat.streams.kstream;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.streams.kstream.internals.TimeWindow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Reads windowed keys; the size of the windows is not written with them. */
public class TimeWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** The setting that says the size of the windows. */
    public static final String WINDOW_SIZE_MS_CONFIG = "window.size.ms";

    /** The setting that names the serde of the keys. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS =
            "windowed.inner.deserializer.class";

    private Deserializer<T> inner;
    private Long windowSize;
    private boolean changelog;

    public TimeWindowedDeserializer() {
        this(null, null);
    }

    public TimeWindowedDeserializer(Deserializer<T> inner, Long windowSize) {
        this.inner = inner;
        this.windowSize = windowSize;
    }

    public Long getWindowSize() {
        return windowSize;
    }

    /** Keys in changelogs end with a sequence number of 4 bytes. */
    public void setIsChangelogTopic(boolean isChangelogTopic) {
        changelog = isChangelogTopic;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object configured = configs.get(WINDOW_SIZE_MS_CONFIG);
        if ((windowSize == null) == (configured == null)) {
            throw new IllegalArgumentException(
                    "The size of windows must be given to the constructor or by "
                            + WINDOW_SIZE_MS_CONFIG
                            + (configured == null ? "." : ", not by both."));
        }
        if (windowSize == null) {
            windowSize = Long.valueOf(configured.toString());
        }
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
        int length = data.length - Long.BYTES - (changelog ? Integer.BYTES : 0);
        if (length < 0) {
            throw new SerializationException(
                    "A windowed key in " + topic + " cannot have " + data.length + " bytes only.");
        }
        T key = inner.deserialize(topic, headers, Arrays.copyOf(data, length));
        return new Windowed<>(
                key, TimeWindow.ofSize(ByteBuffer.wrap(data).getLong(length), windowSize));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
