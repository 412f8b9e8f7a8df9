package io.leat.common.serialization;

import java.nio.ByteBuffer;

/** A {@link Double} as 8 bytes of IEEE 754, big-endian; null stays null. */
public class DoubleSerializer implements Serializer<Double> {

    @Override
    public byte[] serialize(String topic, Double data) {
        return data == null ? null : ByteBuffer.allocate(8).putDouble(data).array();
    }
}
