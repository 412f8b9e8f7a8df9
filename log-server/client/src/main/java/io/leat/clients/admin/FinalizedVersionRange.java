package io.leat.clients.admin;

import java.util.Objects;

/** The levels a feature is finalized at. Immutable. */
public class FinalizedVersionRange {

    private final short minVersionLevel;
    private final short maxVersionLevel;

    /**
     * @throws IllegalArgumentException if one is negative, or the second is the lower one
     */
    public FinalizedVersionRange(short minVersionLevel, short maxVersionLevel) {
        if (minVersionLevel < 0 || maxVersionLevel < minVersionLevel) {
            throw new IllegalArgumentException(
                    "No range of levels: " + minVersionLevel + " to " + maxVersionLevel);
        }
        this.minVersionLevel = minVersionLevel;
        this.maxVersionLevel = maxVersionLevel;
    }

    public short minVersionLevel() {
        return minVersionLevel;
    }

    public short maxVersionLevel() {
        return maxVersionLevel;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof FinalizedVersionRange that
                        && minVersionLevel == that.minVersionLevel
                        && maxVersionLevel == that.maxVersionLevel;
    }

    @Override
    public int hashCode() {
        return Objects.hash(minVersionLevel, maxVersionLevel);
    }

    @Override
    public String toString() {
        return "FinalizedVersionRange[minVersionLevel:"
                + minVersionLevel
                + ", maxVersionLevel:"
                + maxVersionLevel
                + "]";
    }
}
