package io.leat.log.broker.share;

import java.util.List;

/**
 * What a consumer says about the records {@code first} to {@code last}.
 *
 * @param types one for all of them, or one for each
 */
record Acknowledgement(long first, long last, List<Byte> types) {

    static final byte GAP = 0;
    static final byte ACCEPT = 1;
    static final byte RELEASE = 2;
    static final byte REJECT = 3;
    static final byte RENEW = 4;

    /** What it says about the record at {@code offset}. */
    byte type(long offset) {
        return types.size() == 1 ? types.get(0) : types.get((int) (offset - first));
    }

    /** The last record from {@code offset} on about which it says the same. */
    long lastAlike(long offset) {
        if (types.size() == 1) {
            return last;
        }
        long end = offset;
        while (end < last && type(end + 1) == type(offset)) {
            end++;
        }
        return end;
    }
}
