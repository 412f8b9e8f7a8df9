package io.leat.log.coordinator;

import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Message;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.Writer;
import java.nio.ByteBuffer;

/**
 * Keys and values of internal topics: two bytes of version, then the message. The version of a key
 * is the type of the record.
 */
public final class VersionedBytes {

    private VersionedBytes() {}

    /** The two bytes {@code bytes} starts with. */
    public static short version(ByteBuffer bytes) {
        if (bytes.remaining() < Short.BYTES) {
            throw new MalformedMessageException("A record of an internal topic has no version");
        }
        return bytes.getShort(bytes.position());
    }

    /** A value in the layout of {@code version}. */
    public static ByteBuffer write(Message message, Versions versions, int version) {
        return write(message, versions, version, version);
    }

    /** A message in the layout of {@code version} behind the number {@code prefix}. */
    public static ByteBuffer write(Message message, Versions versions, int prefix, int version) {
        Writer out = versions.writer(version);
        out.int16((short) prefix);
        message.write(out);
        return out.toBuffer();
    }

    /** Stands behind the type of a key; all keys have the layout of their version 0. */
    public static Reader key(ByteBuffer bytes, Versions versions) {
        return versions.reader(behindVersion(bytes), 0);
    }

    /** Stands behind the version of a value. */
    public static Reader value(ByteBuffer bytes, Versions versions) {
        short version = version(bytes);
        if (!versions.contains(version)) {
            throw new MalformedMessageException(
                    "A record of an internal topic has the unknown version " + version);
        }
        return versions.reader(behindVersion(bytes), version);
    }

    private static ByteBuffer behindVersion(ByteBuffer bytes) {
        version(bytes);
        return bytes.slice(bytes.position() + Short.BYTES, bytes.remaining() - Short.BYTES);
    }
}
