package io.leat.common.serialization;

import java.nio.ByteBuffer;

/** A {@link Float} as 4 bytes of IEEE 754, big-endian; null stays null. */
public class FloatSerializer implements Serializer<Float> {

    @Override
    public byte[] serialize(String topic, Float data) {
        return data == null ? null : ByteBuffer.allocate(4).putFloat(data).array();
    }
}
