package io.leat.clients.admin;

import java.util.Objects;

/** The levels of a feature that a node can work at. Immutable. */
public class SupportedVersionRange {

    private final short minVersion;
    private final short maxVersion;

    /**
     * @throws IllegalArgumentException if one is negative, or the second is the lower one
     */
    public SupportedVersionRange(short minVersion, short maxVersion) {
        if (minVersion < 0 || maxVersion < minVersion) {
            throw new IllegalArgumentException(
                    "No range of levels: " + minVersion + " to " + maxVersion);
        }
        this.minVersion = minVersion;
        this.maxVersion = maxVersion;
    }

    public short minVersion() {
        return minVersion;
    }

    public short maxVersion() {
        return maxVersion;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof SupportedVersionRange that
                        && minVersion == that.minVersion
                        && maxVersion == that.maxVersion;
    }

    @Override
    public int hashCode() {
        return Objects.hash(minVersion, maxVersion);
    }

    @Override
    public String toString() {
        return "SupportedVersionRange[minVersion:"
                + minVersion
                + ", maxVersion:"
                + maxVersion
                + "]";
    }
}
