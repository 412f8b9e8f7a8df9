package io.leat.log.protocol;

import java.nio.ByteBuffer;

/**
 * The versions a message has: {@code lowest} to {@code highest}, in the flexible encoding (compact
 * lengths, tagged fields) from {@code firstFlexible} on.
 */
public record Versions(short lowest, short highest, short firstFlexible) {

    /** As {@code firstFlexible}: no version of the message is flexible. */
    public static final short NEVER = Short.MAX_VALUE;

    public static Versions of(int lowest, int highest, int firstFlexible) {
        return new Versions((short) lowest, (short) highest, (short) firstFlexible);
    }

    public boolean contains(int version) {
        return lowest <= version && version <= highest;
    }

    public boolean flexible(int version) {
        return version >= firstFlexible;
    }

    /** Reads a message of {@code version} from {@code bytes}, moving its position. */
    public Reader reader(ByteBuffer bytes, int version) {
        return new Reader(bytes, version, flexible(version));
    }

    /** Writes a message of {@code version}. */
    public Writer writer(int version) {
        return new Writer(version, flexible(version));
    }
}
