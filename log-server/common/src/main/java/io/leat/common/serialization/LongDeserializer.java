package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Long} from 8 bytes, big-endian; null stays null. */
public class LongDeserializer implements Deserializer<Long> {

    @Override
    public Long deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        check(topic, data.length);
        return BigEndian.toLong(data);
    }

    @Override
    public Long deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        check(topic, data.remaining());
        return data.getLong(data.position());
    }

    private static void check(String topic, int length) {
        if (length != 8) {
            throw new SerializationException(
                    "A Long has 8 bytes, the data from topic " + topic + " has " + length);
        }
    }
}
