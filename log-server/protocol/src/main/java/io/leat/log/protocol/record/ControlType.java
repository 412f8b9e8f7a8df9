package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the record of a control batch means: the second field of its key. */
public enum ControlType {
    ABORT(0),
    COMMIT(1),
    LEADER_CHANGE(2),
    SNAPSHOT_HEADER(3),
    SNAPSHOT_FOOTER(4),
    KRAFT_VERSION(5),
    KRAFT_VOTERS(6),
    /** A type of a later version; readers skip it. */
    UNKNOWN(-1);

    private static final int KEY_BYTES = 4;

    private final short id;

    ControlType(int id) {
        this.id = (short) id;
    }

    public short id() {
        return id;
    }

    /** Whether this record ends a transaction. */
    public boolean endsTransaction() {
        return this == ABORT || this == COMMIT;
    }

    /** The key of a control record of this type: version 0, then the type. */
    public ByteBuffer key() {
        return ByteBuffer.allocate(KEY_BYTES).putShort((short) 0).putShort(id).flip();
    }

    /** Reads the type from a control record's key. */
    public static ControlType of(@Nullable ByteBuffer key) {
        if (key == null || key.remaining() < KEY_BYTES || key.getShort(key.position()) < 0) {
            throw InvalidBatchException.corrupt("a control record has a damaged key");
        }
        short id = key.getShort(key.position() + 2);
        for (ControlType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
