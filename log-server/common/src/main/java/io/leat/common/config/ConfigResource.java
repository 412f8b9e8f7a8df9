package io.leat.common.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has settings on the server: a topic, a broker, the default of all brokers... */
public final class ConfigResource {

    /** The kind of resource, with its number on the wire. */
    public enum Type {
        GROUP((byte) 32),
        CLIENT_METRICS((byte) 16),
        BROKER_LOGGER((byte) 8),
        BROKER((byte) 4),
        TOPIC((byte) 2),
        UNKNOWN((byte) 0);

        private final byte id;

        Type(byte id) {
            this.id = id;
        }

        public byte id() {
            return id;
        }

        /** The type with this number; {@link #UNKNOWN} for others. */
        public static Type forId(byte id) {
            for (Type type : values()) {
                if (type.id == id) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    private final Type type;
    private final String name;

    public ConfigResource(Type type, String name) {
        this.type = Objects.requireNonNull(type, "type");
        this.name = Objects.requireNonNull(name, "name");
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    /** Whether it stands for the default of all resources of its type: the name is empty. */
    public boolean isDefault() {
        return name.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ConfigResource that
                        && type == that.type
                        && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return "ConfigResource(type=" + type + ", name='" + name + "')";
    }
}
