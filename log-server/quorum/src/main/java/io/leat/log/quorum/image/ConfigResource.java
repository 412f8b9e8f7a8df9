package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConfigRecord;
import java.util.Comparator;

/** What settings in the metadata log belong to. Immutable. */
public record ConfigResource(byte type, String name) implements Comparable<ConfigResource> {

    public static final byte TOPIC = 2;
    public static final byte BROKER = 4;

    /** Loggers of one broker, which only it knows: never in the metadata log. */
    public static final byte BROKER_LOGGER = 8;

    public static final byte CLIENT_METRICS = 16;
    public static final byte GROUP = 32;

    public static ConfigResource topic(String name) {
        return new ConfigResource(TOPIC, name);
    }

    /** One broker, or all of them if {@code id} is empty. */
    public static ConfigResource broker(String id) {
        return new ConfigResource(BROKER, id);
    }

    public static ConfigResource group(String id) {
        return new ConfigResource(GROUP, id);
    }

    /** A subscription to metrics of clients. */
    public static ConfigResource clientMetrics(String name) {
        return new ConfigResource(CLIENT_METRICS, name);
    }

    /** The record that sets {@code setting} of it. */
    ConfigRecord record(String setting, String value) {
        return new ConfigRecord(type, name, setting, value);
    }

    /** By hand, as in {@link Uuid}: every decision about topics looks for their settings. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigResource resource
                && type == resource.type
                && name.equals(resource.name);
    }

    @Override
    public int hashCode() {
        return 31 * type + name.hashCode();
    }

    @Override
    public int compareTo(ConfigResource other) {
        return Comparator.comparingInt(ConfigResource::type)
                .thenComparing(ConfigResource::name)
                .compare(this, other);
    }
}
