package io.leat.clients.producer;

/** A producer id with its epoch, as brokers know this producer. */
record Identity(long producerId, short epoch) {

    static final Identity NONE = new Identity(-1, (short) -1);

    boolean known() {
        return producerId >= 0;
    }

    /** Whether a newer epoch of the same id can be made without asking a broker. */
    boolean bumpable() {
        return epoch < Short.MAX_VALUE - 1;
    }

    Identity bumped() {
        return new Identity(producerId, (short) (epoch + 1));
    }
}
