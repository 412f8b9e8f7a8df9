package io.leat.clients.producer;

/** Arithmetic of sequence numbers: from the largest int they go on with 0. */
final class Sequencing {

    private Sequencing() {}

    static int increment(int sequence, int by) {
        return sequence > Integer.MAX_VALUE - by
                ? by - (Integer.MAX_VALUE - sequence) - 1
                : sequence + by;
    }

    static int decrement(int sequence, int by) {
        return sequence < by ? Integer.MAX_VALUE - (by - sequence) + 1 : sequence - by;
    }
}
