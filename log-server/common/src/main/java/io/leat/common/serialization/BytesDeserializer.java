package io.leat.common.serialization;

import io.leat.common.utils.Bytes;

/** Wraps bytes into {@link Bytes}; null stays null. */
public class BytesDeserializer implements Deserializer<Bytes> {

    @Override
    public Bytes deserialize(String topic, byte[] data) {
        return data == null ? null : Bytes.wrap(data);
    }
}
