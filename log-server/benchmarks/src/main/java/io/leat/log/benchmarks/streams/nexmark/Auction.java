package io.leat.log.benchmarks.streams.nexmark;

import java.nio.ByteBuffer;

/** Something that {@code seller} sells. Immutable. */
record Auction(long id, long seller, int category) {

    byte[] bytes() {
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(id)
                .putLong(seller)
                .putInt(category)
                .array();
    }

    static Auction of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Auction(in.getLong(), in.getLong(), in.getInt());
    }
}
