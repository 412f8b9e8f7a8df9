package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A header of a record: a key and bytes that may be null. */
public record RecordHeader(String key, @Nullable ByteBuffer value) {}
