package io.leat.common.serialization;

import io.leat.common.utils.Bytes;

/** The bytes inside {@link Bytes}; null stays null. */
public class BytesSerializer implements Serializer<Bytes> {

    @Override
    public byte[] serialize(String topic, Bytes data) {
        return data == null ? null : data.get();
    }
}
