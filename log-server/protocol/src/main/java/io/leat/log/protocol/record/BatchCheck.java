package io.leat.log.protocol.record;

import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;

/**
 * Checks of a batch that a client sent, before it gets an offset. Without state; runs on the loop
 * of the partition and makes no object per record.
 */
public final class BatchCheck {

    private BatchCheck() {}

    /**
     * Header, checksum and counts of a batch from a client: exactly one batch fills {@code bytes},
     * it is no control batch, it has records, and its sequence fits its producer id.
     */
    public static RecordBatch header(ByteBuffer bytes) {
        int size = RecordBatch.sizeAt(bytes, bytes.position());
        RecordBatch batch = RecordBatch.at(bytes);
        if (size < 0) {
            throw InvalidBatchException.corrupt("the batch is cut short");
        }
        if (size != bytes.remaining()) {
            throw InvalidBatchException.invalid("a partition takes exactly one batch per request");
        }
        batch.checkValid();
        if (batch.isControl()) {
            throw InvalidBatchException.invalid("clients may not write control batches");
        }
        if (batch.hasDeleteHorizon()) {
            throw InvalidBatchException.invalid("clients may not set a delete horizon");
        }
        if (batch.count() <= 0) {
            throw InvalidBatchException.invalid("the batch has no records");
        }
        if (batch.lastOffsetDelta() != batch.count() - 1) {
            throw InvalidBatchException.invalid(
                    "the batch has "
                            + batch.count()
                            + " records but spans "
                            + (batch.lastOffsetDelta() + 1L)
                            + " offsets");
        }
        checkProducer(batch);
        batch.compression();
        return batch;
    }

    private static void checkProducer(RecordBatch batch) {
        if (batch.hasProducerId()) {
            if (batch.producerEpoch() < 0 || batch.baseSequence() < 0) {
                throw InvalidBatchException.invalid("producer epoch or sequence is negative");
            }
        } else if (batch.isTransactional()) {
            throw InvalidBatchException.invalid("a transactional batch has no producer id");
        }
    }

    /**
     * Walks over the records: as many as declared, offset deltas 0 to n-1, lengths that add up, and
     * keys where {@code keysRequired}. Returns the largest timestamp. Compressed records are
     * decompressed, yielding at most {@code outputLimit} bytes.
     */
    public static long records(RecordBatch batch, boolean keysRequired, long outputLimit) {
        return batch.isCompressed()
                ? decompressing(batch, keysRequired, outputLimit)
                : skipping(batch, keysRequired);
    }

    private static long decompressing(RecordBatch batch, boolean keysRequired, long outputLimit) {
        long max = Long.MIN_VALUE;
        long expected = batch.baseOffset();
        try (RecordCursor cursor = RecordCursor.open(batch, outputLimit)) {
            while (cursor.next()) {
                if (cursor.offset() != expected++) {
                    throw badDelta();
                }
                if (keysRequired && !cursor.hasKey()) {
                    throw noKey();
                }
                max = Math.max(max, cursor.timestamp());
            }
        }
        return max;
    }

    private static long skipping(RecordBatch batch, boolean keysRequired) {
        ByteBuffer in = batch.recordBytes();
        int end = in.limit();
        int count = batch.count();
        long maxDelta = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int length = Varints.readInt(in);
            int recordEnd = in.position() + length;
            if (length <= 0 || recordEnd > end || recordEnd < 0) {
                throw InvalidBatchException.corrupt("record " + i + " has a length of " + length);
            }
            in.get();
            maxDelta = Math.max(maxDelta, Varints.readLong(in));
            if (Varints.readInt(in) != i) {
                throw badDelta();
            }
            int keySize = skipField(in, recordEnd);
            if (keysRequired && keySize < 0) {
                throw noKey();
            }
            skipField(in, recordEnd);
            skipHeaders(in, recordEnd);
            if (in.position() != recordEnd) {
                throw InvalidBatchException.corrupt("the length of record " + i + " is wrong");
            }
        }
        if (in.hasRemaining()) {
            throw InvalidBatchException.corrupt("bytes follow the last record of the batch");
        }
        return batch.baseTimestamp() + maxDelta;
    }

    private static int skipField(ByteBuffer in, int end) {
        int size = Varints.readInt(in);
        if (size > 0) {
            if (size > end - in.position()) {
                throw InvalidBatchException.corrupt("a field is longer than its record");
            }
            in.position(in.position() + size);
        } else if (size < -1) {
            throw InvalidBatchException.corrupt("a field has a length of " + size);
        }
        return size;
    }

    private static void skipHeaders(ByteBuffer in, int end) {
        int headers = Varints.readInt(in);
        if (headers < 0) {
            throw InvalidBatchException.corrupt("a record declares " + headers + " headers");
        }
        for (int i = 0; i < headers; i++) {
            if (skipField(in, end) < 0) {
                throw InvalidBatchException.corrupt("a header has no key");
            }
            skipField(in, end);
        }
    }

    static InvalidBatchException badDelta() {
        return InvalidBatchException.invalid("the offset deltas of a batch are not 0, 1, 2, ...");
    }

    private static InvalidBatchException noKey() {
        return new InvalidBatchException(
                ErrorCode.INVALID_RECORD, "a compacted topic takes only records with a key");
    }
}
