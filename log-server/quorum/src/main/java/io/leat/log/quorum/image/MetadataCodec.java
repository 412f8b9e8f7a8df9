package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.MetadataRecords;
import java.nio.ByteBuffer;

/**
 * Metadata records as values in the log, framed as KRaft does: frame version, type and version as
 * varints, then the fields. Stateless.
 */
public final class MetadataCodec {

    private static final int FRAME_VERSION = 1;

    private MetadataCodec() {}

    /** The newest version of {@code record}. */
    public static ByteBuffer encode(LogRecord record) {
        Versions versions = record.versions();
        Writer out = versions.writer(versions.highest());
        out.unsignedVarint(FRAME_VERSION);
        out.unsignedVarint(record.recordType());
        out.unsignedVarint(versions.highest());
        record.write(out);
        return out.toBuffer();
    }

    /** The record in {@code value}, whose position moves. */
    public static LogRecord decode(ByteBuffer value) {
        Reader frame = new Reader(value, 0, true);
        int frameVersion = frame.unsignedVarint();
        if (frameVersion != FRAME_VERSION) {
            throw new MalformedMessageException("Metadata frame version " + frameVersion);
        }
        int type = frame.unsignedVarint();
        int version = frame.unsignedVarint();
        return MetadataRecords.read(type, version, value);
    }
}
