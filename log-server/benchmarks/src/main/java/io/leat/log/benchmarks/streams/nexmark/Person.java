package io.leat.log.benchmarks.streams.nexmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Somebody who sells and bids. Immutable. */
record Person(long id, String state) {

    byte[] bytes() {
        byte[] text = state.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length).putLong(id).put(text).array();
    }

    static Person of(byte[] bytes) {
        return new Person(
                ByteBuffer.wrap(bytes).getLong(),
                new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
    }
}
