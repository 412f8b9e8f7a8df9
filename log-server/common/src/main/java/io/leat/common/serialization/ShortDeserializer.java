package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Short} from 2 bytes, big-endian; null stays null. */
public class ShortDeserializer implements Deserializer<Short> {

    @Override
    public Short deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Short deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 2) {
            throw new SerializationException(
                    "A Short has 2 bytes, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return data.getShort(data.position());
    }
}
