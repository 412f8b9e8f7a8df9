package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** An {@link Integer} from 4 bytes, big-endian; null stays null. */
public class IntegerDeserializer implements Deserializer<Integer> {

    @Override
    public Integer deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Integer deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 4) {
            throw new SerializationException(
                    "An Integer has 4 bytes, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return data.getInt(data.position());
    }
}
