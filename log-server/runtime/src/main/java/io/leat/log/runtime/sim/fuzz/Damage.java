package io.leat.log.runtime.sim.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws damaged copies of good bytes, the same for the same seed. One thread uses it. */
public final class Damage {

    private static final int CHANGES_MAX = 4;

    /** Numbers that lengths, counts and offsets are not made for. */
    private static final int[] EXTREMES = {
        -1, 0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 1 << 20, 0x7fffffff, 0x80000000, -2
    };

    private final SplittableRandom random;

    public Damage(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number from 0 up to {@code bound}, without it. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T oneOf(List<T> things) {
        return things.get(below(things.size()));
    }

    /** A copy with one to four changes; it may be shorter or longer, and rarely is the same. */
    public byte[] of(byte[] sample) {
        byte[] damaged = sample.clone();
        for (int changes = 1 + below(CHANGES_MAX); changes > 0; changes--) {
            damaged = changed(damaged);
        }
        return damaged;
    }

    /** As above for text that is sent in one byte a letter. */
    public String of(String sample) {
        return new String(
                of(sample.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) below(256)};
        }
        int at = below(bytes.length);
        switch (below(10)) {
            case 0, 1, 2 -> bytes[at] ^= (byte) (1 << below(8));
            case 3, 4 -> bytes[at] = (byte) below(256);
            case 5 -> number(bytes, at, Byte.BYTES << below(3));
            case 6 -> varint(bytes, at);
            case 7 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 8 -> {
                return repeated(bytes, at);
            }
            default -> moved(bytes, at);
        }
        return bytes;
    }

    /** Big-endian, in so many bytes. */
    private void number(byte[] bytes, int at, int size) {
        int value = EXTREMES[below(EXTREMES.length)];
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> 8 * (size - 1 - i));
        }
    }

    /** The largest length that a varint can say. */
    private void varint(byte[] bytes, int at) {
        int end = Math.min(bytes.length, at + 1 + below(5));
        Arrays.fill(bytes, at, end, (byte) 0xff);
        bytes[end - 1] = (byte) below(16);
    }

    /** A part comes twice. */
    private byte[] repeated(byte[] bytes, int at) {
        int size = 1 + below(Math.min(64, bytes.length - at));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + size);
        System.arraycopy(bytes, at, longer, at + size, bytes.length - at);
        return longer;
    }

    /** A part is where another one was. */
    private void moved(byte[] bytes, int at) {
        int to = below(bytes.length);
        int size = 1 + below(Math.min(16, bytes.length - Math.max(at, to)));
        System.arraycopy(bytes, at, bytes, to, size);
    }
}
