package io.leat.common.serialization;

import java.nio.ByteBuffer;

/** An {@link Integer} as 4 bytes, big-endian; null stays null. */
public class IntegerSerializer implements Serializer<Integer> {

    @Override
    public byte[] serialize(String topic, Integer data) {
        return data == null ? null : ByteBuffer.allocate(4).putInt(data).array();
    }
}
