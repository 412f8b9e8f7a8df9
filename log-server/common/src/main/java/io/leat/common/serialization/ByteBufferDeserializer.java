package io.leat.common.serialization;

import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** Bytes as a buffer; null stays null. */
public class ByteBufferDeserializer implements Deserializer<ByteBuffer> {

    @Override
    public ByteBuffer deserialize(String topic, byte[] data) {
        return data == null ? null : ByteBuffer.wrap(data);
    }

    /** A copy, because {@code data} is only lent. */
    @Override
    public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        ByteBuffer copy = ByteBuffer.allocate(data.remaining());
        copy.put(data.duplicate()).flip();
        return copy;
    }
}
