package io.leat.streams.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A value with a timestamp (8 bytes, big endian) before it: how stores keep most values. */
final class Stamped {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamped() {}

    static byte[] of(long timestamp, byte[] value) {
        byte[] stamped = new byte[Long.BYTES + value.length];
        LONG.set(stamped, 0, timestamp);
        System.arraycopy(value, 0, stamped, Long.BYTES, value.length);
        return stamped;
    }

    static long timestamp(byte[] stamped) {
        return (long) LONG.get(stamped, 0);
    }

    static byte[] value(byte[] stamped) {
        return Arrays.copyOfRange(stamped, Long.BYTES, stamped.length);
    }
}
