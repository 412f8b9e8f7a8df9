package io.leat.common.serialization;

import java.nio.ByteBuffer;

/** A {@link Short} as 2 bytes, big-endian; null stays null. */
public class ShortSerializer implements Serializer<Short> {

    @Override
    public byte[] serialize(String topic, Short data) {
        return data == null ? null : ByteBuffer.allocate(2).putShort(data).array();
    }
}
