package io.leat.streams.processor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a {@link ProcessorContext} forwards to, and with which timestamp. */
public class To {

    protected @Nullable String childName;
    protected long timestamp;

    private To(@Nullable String childName, long timestamp) {
        this.childName = childName;
        this.timestamp = timestamp;
    }

    protected To(To to) {
        this(to.childName, to.timestamp);
    }

    protected void update(To to) {
        childName = to.childName;
        timestamp = to.timestamp;
    }

    /** To one downstream node. */
    public static To child(String childName) {
        return new To(childName, -1);
    }

    /** To all downstream nodes. */
    public static To all() {
        return new To(null, -1);
    }

    public To withTimestamp(long timestamp) {
        this.timestamp = timestamp;
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof To that
                && timestamp == that.timestamp
                && Objects.equals(childName, that.childName);
    }

    /** It can be changed: it is not for hash tables. */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("To cannot be the key of a hash table.");
    }

    @Override
    public String toString() {
        return "To: {childName: " + childName + ", timestamp: " + timestamp + "}";
    }
}
