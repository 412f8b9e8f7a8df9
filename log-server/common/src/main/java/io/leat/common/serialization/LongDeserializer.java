package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Long} from 8 bytes, big-endian; null stays null. */
public class LongDeserializer implements Deserializer<Long> {

    @Override
    public Long deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Long deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 8) {
            throw new SerializationException(
                    "A Long has 8 bytes, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return data.getLong(data.position());
    }
}
