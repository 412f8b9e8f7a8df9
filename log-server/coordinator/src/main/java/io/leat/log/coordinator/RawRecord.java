package io.leat.log.coordinator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record of an internal topic in the bytes Kafka's tools know. Its buffers are read through
 * {@code duplicate()}.
 *
 * @param key what it is about, with its version in the first two bytes
 * @param value what is true from now on, null if nothing is: a tombstone
 */
public record RawRecord(ByteBuffer key, @Nullable ByteBuffer value) {}
