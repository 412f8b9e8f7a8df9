package io.leat.clients.admin;

import java.util.Objects;

/** A change of one configuration key. Immutable. */
public class AlterConfigOp {

    private final ConfigEntry configEntry;
    private final OpType opType;

    public AlterConfigOp(ConfigEntry configEntry, OpType opType) {
        this.configEntry = configEntry;
        this.opType = opType;
    }

    /** What happens to the key. */
    public enum OpType {
        SET((byte) 0),
        DELETE((byte) 1),
        APPEND((byte) 2),
        SUBTRACT((byte) 3);

        private final byte id;

        OpType(byte id) {
            this.id = id;
        }

        public byte id() {
            return id;
        }

        /** The operation with this id, or null. */
        public static OpType forId(byte id) {
            return id < 0 || id >= values().length ? null : values()[id];
        }
    }

    public ConfigEntry configEntry() {
        return configEntry;
    }

    public OpType opType() {
        return opType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlterConfigOp that
                && Objects.equals(configEntry, that.configEntry)
                && Objects.equals(opType, that.opType);
    }

    @Override
    public int hashCode() {
        return Objects.hash(configEntry, opType);
    }

    @Override
    public String toString() {
        return "AlterConfigOp(configEntry=" + configEntry + ", opType=" + opType + ")";
    }
}
