package io.leat.log.benchmarks.streams.nexmark;

import java.nio.ByteBuffer;

/** An offer for an auction; {@code number} is that of its event, so no two are equal. Immutable. */
record Bid(long number, long auction, long bidder, long price) {

    byte[] bytes() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(number)
                .putLong(auction)
                .putLong(bidder)
                .putLong(price)
                .array();
    }

    static Bid of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Bid(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /** The price in euros. */
    long euros() {
        return price * 908 / 1_000;
    }

    String text() {
        return auction + "," + bidder + "," + price;
    }
}
