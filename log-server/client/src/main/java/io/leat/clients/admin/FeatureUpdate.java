package io.leat.clients.admin;

import java.util.Objects;

/** A level that a feature is to have. Immutable. */
public class FeatureUpdate {

    /** In which direction a level may change. */
    public enum UpgradeType {
        UNKNOWN(0),
        /** Only upwards. */
        UPGRADE(1),
        /** Downwards, if nothing gets lost by it. */
        SAFE_DOWNGRADE(2),
        /** Downwards, even if something gets lost by it. */
        UNSAFE_DOWNGRADE(3);

        private final byte code;

        UpgradeType(int code) {
            this.code = (byte) code;
        }

        /** The number on the wire. */
        public byte code() {
            return code;
        }

        public static UpgradeType fromCode(int code) {
            for (UpgradeType type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    private final short maxVersionLevel;
    private final UpgradeType upgradeType;

    /**
     * @param maxVersionLevel the level; 0 switches the feature off, which is a downgrade
     * @throws IllegalArgumentException if it is negative, or 0 and not called a downgrade
     */
    public FeatureUpdate(short maxVersionLevel, UpgradeType upgradeType) {
        if (maxVersionLevel < 0) {
            throw new IllegalArgumentException("Level " + maxVersionLevel + " is negative");
        }
        if (maxVersionLevel == 0 && upgradeType == UpgradeType.UPGRADE) {
            throw new IllegalArgumentException(
                    "Level 0 switches the feature off: that is a downgrade, safe or unsafe");
        }
        this.maxVersionLevel = maxVersionLevel;
        this.upgradeType = Objects.requireNonNull(upgradeType, "upgradeType");
    }

    public short maxVersionLevel() {
        return maxVersionLevel;
    }

    public UpgradeType upgradeType() {
        return upgradeType;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof FeatureUpdate that
                        && maxVersionLevel == that.maxVersionLevel
                        && upgradeType == that.upgradeType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxVersionLevel, upgradeType);
    }

    @Override
    public String toString() {
        return "FeatureUpdate{maxVersionLevel:"
                + maxVersionLevel
                + ", upgradeType:"
                + upgradeType
                + "}";
    }
}
