package io.leat.common.serialization;

/** A {@link Long} as 8 bytes, big-endian; null stays null. */
public class LongSerializer implements Serializer<Long> {

    @Override
    public byte[] serialize(String topic, Long data) {
        return data == null ? null : BigEndian.bytes(data);
    }
}
