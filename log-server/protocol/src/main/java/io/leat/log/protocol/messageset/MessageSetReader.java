package io.leat.log.protocol.messageset;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a message set that a client sent into record batches with the same records in the same
 * order: one batch for each compressed message, with its codec, and as few as fit for the others.
 * Used once, by one thread.
 *
 * <p>Damage is an {@link InvalidBatchException}. Offsets in the set mean nothing; the broker gives
 * them. Messages inside a compressed one may not be compressed again.
 */
public final class MessageSetReader {

    /** Most that a record of format v2 takes beside key and value, without headers. */
    private static final int RECORD_OVERHEAD = 36;

    private static final int FIRST_BYTES = 1024;

    private final int batchBytesMax;
    private final int decompressedMax;
    private final List<ByteBuffer> batches = new ArrayList<>();
    private BatchBuilder open = builder(Compression.NONE);

    private MessageSetReader(int batchBytesMax, int decompressedMax) {
        this.batchBytesMax = batchBytesMax;
        this.decompressedMax = decompressedMax;
    }

    /**
     * Whether {@code records}, as a request carries them, begin with a message of these formats.
     */
    public static boolean isMessageSet(ByteBuffer records) {
        int magicAt = records.position() + MessageFormat.MAGIC_AT;
        return magicAt >= records.limit() || records.get(magicAt) != RecordBatch.MAGIC;
    }

    /**
     * The batches that {@code set} becomes.
     *
     * @param batchBytesMax where a batch of uncompressed messages ends; a message larger than that
     *     is a batch of its own
     * @param decompressedMax most bytes that a compressed message may hold
     */
    public static List<ByteBuffer> batches(ByteBuffer set, int batchBytesMax, int decompressedMax) {
        MessageSetReader reader = new MessageSetReader(batchBytesMax, decompressedMax);
        ByteBuffer in = set.duplicate();
        if (!in.hasRemaining()) {
            throw MessageView.corrupt("a message set is empty");
        }
        while (in.hasRemaining()) {
            reader.add(MessageView.next(in));
        }
        reader.close();
        return reader.batches;
    }

    private static BatchBuilder builder(Compression codec) {
        return new BatchBuilder(FIRST_BYTES, codec);
    }

    private void add(MessageView message) {
        message.checkTimeIsItsOwn();
        Compression codec = message.compression();
        if (codec != Compression.NONE) {
            close();
            unwrap(message, codec);
            return;
        }
        int size = message.fieldBytes() + RECORD_OVERHEAD;
        if (!open.isEmpty() && open.uncompressedBytes() + size > batchBytesMax) {
            close();
        }
        append(message, open);
    }

    private void unwrap(MessageView wrapper, Compression codec) {
        ByteBuffer set = WrappedSet.of(wrapper, codec, decompressedMax);
        BatchBuilder batch = builder(codec);
        while (set.hasRemaining()) {
            MessageView message = MessageView.next(set);
            message.checkTimeIsItsOwn();
            if (message.compression() != Compression.NONE) {
                throw MessageView.corrupt("a compressed message is inside a compressed message");
            }
            if (message.magic() != wrapper.magic()) {
                throw MessageView.corrupt(
                        "a message of format "
                                + message.magic()
                                + " is inside one of format "
                                + wrapper.magic());
            }
            append(message, batch);
        }
        if (batch.isEmpty()) {
            throw MessageView.corrupt("a compressed message holds no message");
        }
        batches.add(batch.build());
    }

    private static void append(MessageView message, BatchBuilder batch) {
        batch.append(message.timestamp(), message.key(), message.value());
    }

    private void close() {
        if (!open.isEmpty()) {
            batches.add(open.build());
            open = builder(Compression.NONE);
        }
    }
}
