package io.leat.common.serialization;

import java.io.Closeable;
import java.util.Map;

/** A serializer and a deserializer of one type. */
public interface Serde<T> extends Closeable {

    /** Hands the settings to both; {@code isKey} tells which half of the record they serve. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    default void close() {}

    Serializer<T> serializer();

    Deserializer<T> deserializer();
}
