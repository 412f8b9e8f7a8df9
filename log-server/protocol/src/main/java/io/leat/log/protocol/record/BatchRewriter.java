package io.leat.log.protocol.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Writes a batch again with only some of its records, as compaction does: offsets, producer, epoch
 * and sequences stay, and so do codec and timestamps. Used by one thread at a time.
 *
 * <pre>{@code
 * BatchRewriter rewriter = new BatchRewriter(batch, BatchRewriter.NO_HORIZON);
 * while (cursor.next()) {
 *     if (wanted(cursor)) {
 *         rewriter.keep(cursor);
 *     }
 * }
 * ByteBuffer rewritten = rewriter.build();
 * }</pre>
 */
public final class BatchRewriter {

    /** Leaves the delete horizon of the batch as it is, set or not. */
    public static final long NO_HORIZON = -1L;

    private static final int HEAD_BYTES = 32;
    private static final int COPY_BYTES = 4096;

    private final RecordBatch source;
    private final GrowableOutput out;
    private final OutputStream records;
    private final boolean rebased;
    private final long base;
    private final byte[] head = new byte[HEAD_BYTES];
    private final int attributes;
    private int count;
    private long maxTimestamp = Long.MIN_VALUE;

    /**
     * @param horizon the time (ms) from which on tombstones and markers of the batch may go,
     *     stamped into its header (KIP-534); or {@link #NO_HORIZON}
     */
    public BatchRewriter(RecordBatch source, long horizon) {
        this(source, horizon, ByteBuffer.allocate(source.sizeInBytes()));
    }

    /**
     * As above.
     *
     * @param room where to write, from its beginning, if that is enough; it is not to be used while
     *     the rewritten batch is
     */
    public BatchRewriter(RecordBatch source, long horizon, ByteBuffer room) {
        this(source, horizon, source.compression(), Compression.DEFAULT_LEVEL, room);
    }

    private BatchRewriter(
            RecordBatch source, long horizon, Compression codec, int level, ByteBuffer room) {
        this.source = source;
        this.rebased = horizon >= 0;
        this.base = rebased ? horizon : source.baseTimestamp();
        this.attributes =
                source.attributes() & ~RecordBatch.CODEC_MASK
                        | codec.id()
                        | (rebased ? RecordBatch.DELETE_HORIZON : 0);
        this.out = new GrowableOutput(room.clear());
        out.write(new byte[RecordBatch.RECORDS_AT], 0, RecordBatch.RECORDS_AT);
        try {
            this.records = codec.compress(out, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The batch with all its records under another codec. They are checked as {@link
     * BatchCheck#records} does.
     *
     * @param outputLimit most bytes it may hold, decompressed
     */
    public static ByteBuffer recompress(
            RecordBatch source, Compression codec, int level, long outputLimit) {
        ByteBuffer room = ByteBuffer.allocate(source.sizeInBytes());
        BatchRewriter rewriter = new BatchRewriter(source, NO_HORIZON, codec, level, room);
        try (RecordCursor cursor = RecordCursor.open(source, outputLimit)) {
            while (cursor.next()) {
                if (cursor.offset() != source.baseOffset() + rewriter.count) {
                    throw BatchCheck.badDelta();
                }
                rewriter.keep(cursor);
            }
        }
        return rewriter.build();
    }

    /** The batch without any record: what it says of offsets and sequences, and nothing else. */
    public static ByteBuffer emptied(RecordBatch source) {
        ByteBuffer header = ByteBuffer.allocate(RecordBatch.RECORDS_AT);
        header.put(source.slice().limit(RecordBatch.RECORDS_AT)).flip();
        int codecAndHorizon = RecordBatch.CODEC_MASK | RecordBatch.DELETE_HORIZON;
        header.putShort(
                RecordBatch.ATTRIBUTES_AT, (short) (source.attributes() & ~codecAndHorizon));
        header.putInt(RecordBatch.LENGTH_AT, RecordBatch.RECORDS_AT - RecordBatch.LOG_OVERHEAD);
        header.putLong(RecordBatch.BASE_TIMESTAMP_AT, RecordBatch.NO_TIMESTAMP);
        header.putInt(RecordBatch.COUNT_AT, 0);
        RecordBatch.at(header).writeCrc();
        return header;
    }

    /** Takes over the record at {@code cursor}, which walks over the source. */
    public void keep(RecordCursor cursor) {
        maxTimestamp = Math.max(maxTimestamp, cursor.timestamp());
        count++;
        try {
            if (rebased) {
                keepRebased(cursor);
            } else {
                ByteBuffer body = cursor.stored();
                records.write(head, 0, Varints.put(head, 0, body.remaining()));
                copy(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepRebased(RecordCursor cursor) throws IOException {
        byte recordAttributes = cursor.stored().get();
        long timestampDelta = cursor.timestamp() - base;
        int offsetDelta = (int) (cursor.offset() - source.baseOffset());
        ByteBuffer fields = cursor.storedFields();
        int size = 1 + Varints.size(timestampDelta) + Varints.size(offsetDelta);
        int end = Varints.put(head, 0, size + fields.remaining());
        head[end++] = recordAttributes;
        end = Varints.put(head, end, timestampDelta);
        end = Varints.put(head, end, offsetDelta);
        records.write(head, 0, end);
        copy(fields);
    }

    private void copy(ByteBuffer bytes) throws IOException {
        if (bytes.hasArray()) {
            records.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] part = new byte[Math.min(COPY_BYTES, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int n = Math.min(part.length, bytes.remaining());
            bytes.get(part, 0, n);
            records.write(part, 0, n);
        }
    }

    /** Records kept so far. */
    public int count() {
        return count;
    }

    /** Ends the batch. Once; with no record kept it is {@link #emptied}. */
    public ByteBuffer build() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (count == 0) {
            return emptied(source);
        }
        ByteBuffer batch = out.buffer().flip();
        batch.put(0, source.slice().limit(RecordBatch.RECORDS_AT), 0, RecordBatch.RECORDS_AT);
        batch.putInt(RecordBatch.LENGTH_AT, batch.remaining() - RecordBatch.LOG_OVERHEAD);
        batch.putShort(RecordBatch.ATTRIBUTES_AT, (short) attributes);
        batch.putLong(RecordBatch.BASE_TIMESTAMP_AT, base);
        if (!source.isLogAppendTime()) {
            batch.putLong(RecordBatch.MAX_TIMESTAMP_AT, maxTimestamp);
        }
        batch.putInt(RecordBatch.COUNT_AT, count);
        RecordBatch.at(batch).writeCrc();
        return batch;
    }
}
