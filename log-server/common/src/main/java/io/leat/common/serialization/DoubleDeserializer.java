package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Double} from 8 bytes of IEEE 754, big-endian; null stays null. */
public class DoubleDeserializer implements Deserializer<Double> {

    @Override
    public Double deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Double deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 8) {
            throw new SerializationException(
                    "A Double has 8 bytes, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return data.getDouble(data.position());
    }
}
