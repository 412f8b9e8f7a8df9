package io.leat.log.runtime.sim;

/** A rolling hash over everything that happened, to compare two runs of one seed. */
final class EventHash {

    private long value = 0x9e37_79b9_7f4a_7c15L;

    void mix(long word) {
        value = SimEntropy.scramble(value * 31 + word);
    }

    long value() {
        return value;
    }
}
