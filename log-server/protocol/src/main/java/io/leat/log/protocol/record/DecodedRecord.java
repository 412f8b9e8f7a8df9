package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record copied out of its batch: it stays valid when the batch is gone. For control paths and
 * tests; data paths read through {@link RecordCursor}.
 */
public record DecodedRecord(
        long offset,
        long timestamp,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value,
        List<RecordHeader> headers) {}
