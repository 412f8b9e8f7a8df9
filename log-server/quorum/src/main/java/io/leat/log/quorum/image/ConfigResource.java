package io.leat.log.quorum.image;

/** What settings in the metadata log belong to. Immutable. */
public record ConfigResource(byte type, String name) {

    public static final byte TOPIC = 2;
    public static final byte BROKER = 4;

    public static ConfigResource topic(String name) {
        return new ConfigResource(TOPIC, name);
    }

    /** One broker, or all of them if {@code id} is empty. */
    public static ConfigResource broker(String id) {
        return new ConfigResource(BROKER, id);
    }
}
