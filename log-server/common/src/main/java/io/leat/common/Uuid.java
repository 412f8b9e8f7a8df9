package io.leat.common;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A 128-bit identifier, printed as URL-safe base64 without padding. */
public class Uuid implements Comparable<Uuid> {

    /** Reserved. */
    public static final Uuid ONE_UUID = new Uuid(0L, 1L);

    /** The id of the metadata log's topic. */
    public static final Uuid METADATA_TOPIC_ID = ONE_UUID;

    /** No identifier. */
    public static final Uuid ZERO_UUID = new Uuid(0L, 0L);

    /** Identifiers that are never given to a topic. */
    public static final Set<Uuid> RESERVED = Set.of(ZERO_UUID, ONE_UUID);

    private final long mostSignificantBits;
    private final long leastSignificantBits;

    public Uuid(long mostSigBits, long leastSigBits) {
        this.mostSignificantBits = mostSigBits;
        this.leastSignificantBits = leastSigBits;
    }

    /**
     * A random identifier that is not {@link #RESERVED} and whose text does not start with a dash.
     */
    public static Uuid randomUuid() {
        while (true) {
            UUID random = UUID.randomUUID();
            Uuid uuid = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits());
            if (!RESERVED.contains(uuid) && !uuid.toString().startsWith("-")) {
                return uuid;
            }
        }
    }

    public long getMostSignificantBits() {
        return mostSignificantBits;
    }

    public long getLeastSignificantBits() {
        return leastSignificantBits;
    }

    /** The identifier that {@link #toString} printed. */
    public static Uuid fromString(String text) {
        if (text.length() > 24) {
            throw new IllegalArgumentException(
                    "'" + text.substring(0, 24) + "...' is too long for a base64 UUID");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != 16) {
            throw new IllegalArgumentException(
                    "'" + text + "' stands for " + bytes.length + " bytes, a UUID has 16");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    public static Uuid @Nullable [] toArray(@Nullable List<Uuid> list) {
        return list == null ? null : list.toArray(new Uuid[0]);
    }

    public static @Nullable List<Uuid> toList(Uuid @Nullable [] array) {
        return array == null ? null : List.of(array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Uuid that
                && mostSignificantBits == that.mostSignificantBits
                && leastSignificantBits == that.leastSignificantBits;
    }

    @Override
    public int hashCode() {
        long xor = mostSignificantBits ^ leastSignificantBits;
        return (int) (xor >> 32) ^ (int) xor;
    }

    @Override
    public int compareTo(Uuid other) {
        int high = Long.compare(mostSignificantBits, other.mostSignificantBits);
        return high != 0 ? high : Long.compare(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .putLong(mostSignificantBits)
                        .putLong(leastSignificantBits)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
