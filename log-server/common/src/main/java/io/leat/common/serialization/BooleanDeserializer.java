package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;

/** A {@link Boolean} from one byte, 1 or 0; null stays null. */
public class BooleanDeserializer implements Deserializer<Boolean> {

    @Override
    public Boolean deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public Boolean deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() != 1) {
            throw new SerializationException(
                    "A Boolean has 1 byte, the data from topic "
                            + topic
                            + " has "
                            + data.remaining());
        }
        return switch (data.get(data.position())) {
            case 0 -> Boolean.FALSE;
            case 1 -> Boolean.TRUE;
            default ->
                    throw new SerializationException(
                            "The byte of a Boolean is 0 or 1, that from topic "
                                    + topic
                                    + " is "
                                    + data.get(data.position()));
        };
    }
}
