package io.leat.common.serialization;

/** Null; anything else is an error. */
public class VoidDeserializer implements Deserializer<Void> {

    @Override
    public Void deserialize(String topic, byte[] data) {
        if (data != null) {
            throw new IllegalArgumentException(
                    "The data from topic "
                            + topic
                            + " should be null, it has "
                            + data.length
                            + " bytes");
        }
        return null;
    }
}
