package io.leat.log.protocol.messageset;

/**
 * Where the fields of a message of format v0 or v1 lie. A message set is messages one behind the
 * other; a compressed one is a message whose value is a compressed message set.
 */
final class MessageFormat {

    static final int OFFSET_AT = 0;
    static final int SIZE_AT = 8;
    static final int CRC_AT = 12;
    static final int MAGIC_AT = 16;
    static final int ATTRIBUTES_AT = 17;

    /** The timestamp with format v1, the key with format v0. */
    static final int REST_AT = 18;

    /** Bytes before what the size counts. */
    static final int LOG_OVERHEAD = 12;

    static final byte WITHOUT_TIMESTAMP = 0;
    static final byte WITH_TIMESTAMP = 1;

    static final int CODEC_MASK = 0x07;
    static final int LOG_APPEND_TIME = 0x08;

    private MessageFormat() {}

    /** Bytes of a message beside its key and value. */
    static int overhead(int magic) {
        return REST_AT + (magic == WITH_TIMESTAMP ? Long.BYTES : 0) + 2 * Integer.BYTES;
    }
}
