package io.leat.log.broker.cluster;

/** The operations a client may do, as bits: all of them, because nobody is kept out yet. */
final class Operations {

    /** Read, write, create, delete, alter, describe, describe and alter settings. */
    static final int ON_TOPIC = bits(3, 4, 5, 6, 7, 8, 10, 11);

    /** Create, alter, describe, cluster action, describe and alter settings, idempotent write. */
    static final int ON_CLUSTER = bits(5, 7, 8, 9, 10, 11, 12);

    private Operations() {}

    private static int bits(int... codes) {
        int bits = 0;
        for (int code : codes) {
            bits |= 1 << code;
        }
        return bits;
    }
}
