package io.leat.log.protocol;

import java.nio.ByteBuffer;
import java.util.Base64;

/** A 128-bit identifier of a topic, directory or member, printed as URL-safe base64. */
public record Uuid(long high, long low) implements Comparable<Uuid> {

    /** No identifier. */
    public static final Uuid ZERO = new Uuid(0, 0);

    /** The identifier of the metadata log's topic. */
    public static final Uuid METADATA_TOPIC = new Uuid(0, 1);

    private static final int BYTES = 2 * Long.BYTES;

    /**
     * The identifier that {@link #toString} printed.
     *
     * @throws IllegalArgumentException if {@code text} is not one
     */
    public static Uuid parse(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no id: it stands for " + bytes.length + " bytes, not 16");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    /**
     * By hand: every request compares ids, and what records are given is slow in a cold process.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Uuid uuid && high == uuid.high && low == uuid.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }

    @Override
    public int compareTo(Uuid other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
