package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Float} from 4 bytes of IEEE 754, big-endian; null stays null. */
public class FloatDeserializer implements Deserializer<Float> {

    @Override
    public Float deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Float deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 4) {
            throw new SerializationException(
                    "A Float has 4 bytes, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return data.getFloat(data.position());
    }
}
