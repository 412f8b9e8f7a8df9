package io.leat.log.protocol.record;

/** Arithmetic of producer sequence numbers, which wrap from 2147483647 to 0. */
public final class Sequences {

    private Sequences() {}

    /** The number {@code by} places after {@code sequence}; {@code by} is not negative. */
    public static int increment(int sequence, int by) {
        long sum = (long) sequence + by;
        return (int) (sum <= Integer.MAX_VALUE ? sum : sum - Integer.MAX_VALUE - 1);
    }

    /** The number {@code by} places before {@code sequence}; {@code by} is not negative. */
    public static int decrement(int sequence, int by) {
        long difference = (long) sequence - by;
        return (int) (difference >= 0 ? difference : difference + Integer.MAX_VALUE + 1);
    }
}
