package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;

/** The versions of an API key that are served, both ends included. */
public record VersionRange(short min, short max) {

    /** All versions of the schema that are no drafts. */
    public static VersionRange of(ApiKey key) {
        return new VersionRange(key.minVersion(), key.maxStableVersion());
    }

    public static VersionRange of(int min, int max) {
        return new VersionRange((short) min, (short) max);
    }

    public boolean contains(int version) {
        return min <= version && version <= max;
    }

    /** The version in this range closest to {@code version}. */
    public int nearest(int version) {
        return Math.max(min, Math.min(max, version));
    }

    /** The versions in both ranges. */
    public VersionRange and(VersionRange other) {
        return of(Math.max(min, other.min), Math.min(max, other.max));
    }
}
