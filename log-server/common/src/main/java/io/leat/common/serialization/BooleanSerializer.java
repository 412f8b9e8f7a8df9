package io.leat.common.serialization;

/** A {@link Boolean} as one byte, 1 or 0; null stays null. */
public class BooleanSerializer implements Serializer<Boolean> {

    @Override
    public byte[] serialize(String topic, Boolean data) {
        return data == null ? null : new byte[] {(byte) (data ? 1 : 0)};
    }
}
