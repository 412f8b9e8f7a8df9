package io.leat.clients.producer;

import io.leat.clients.producer.RecordWriter.EncodedHeader;
import io.leat.common.TopicPartition;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one partition that are sent together. While it is open, sending threads append under
 * the lock of its {@link PartitionQueue}; once sealed it belongs to the producer's loop. Its result
 * may be awaited by any thread.
 *
 * <p>The memory goes back to the pool when the batch has ended <em>and</em> no request refers to it
 * any more: a batch that expires while its request is still being written keeps its memory until
 * the connection says it is done (otherwise the bytes of another batch would go out under this
 * one's header, CVE-2026-35554).
 */
final class ProducerBatch {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerBatch.class);

    private record Waiting(
            int index, long timestamp, int keySize, int valueSize, Callback callback) {}

    private record Part(int from, ProducerBatch batch) {}

    final TopicPartition partition;
    final long createdMs;
    private final RecordWriter writer;
    private final BufferPool pool;
    private int count;
    private long baseTimestamp;
    private long maxTimestamp;
    private List<Waiting> callbacks = List.of();

    // Owned by the loop.
    int attempts;
    long retryAtMs;
    int baseSequence = -1;
    boolean sequenceReset;

    /** Set once the broker has the batch, also while its end waits for those before it. */
    BatchResult acknowledgement;

    private ByteBuffer wire;
    private int requests;

    // Guarded by the monitor of this batch.
    private List<Threads.Signal> waiters = List.of();
    private List<Part> parts = List.of();
    private volatile BatchResult result;
    private volatile boolean splitUp;
    private boolean released;

    /** {@code pool} is where the memory goes back to, null when it is not from a pool. */
    ProducerBatch(TopicPartition partition, byte[] memory, BufferPool pool, long createdMs) {
        this.partition = partition;
        this.createdMs = createdMs;
        this.pool = pool;
        this.writer = new RecordWriter(memory, BatchCodec.HEADER_BYTES);
    }

    /** Not the identity: sets of batches have one order in every run of a simulated seed. */
    @Override
    public int hashCode() {
        return 31 * partition.hashCode() + Long.hashCode(createdMs);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** Appends a record; its index in the batch, or -1 when there is no room. */
    int tryAppend(long timestamp, byte[] key, byte[] value, List<EncodedHeader> headers) {
        long base = count == 0 ? timestamp : baseTimestamp;
        if (!writer.append(timestamp - base, count, key, value, headers)) {
            return -1;
        }
        baseTimestamp = base;
        maxTimestamp = count == 0 ? timestamp : Math.max(maxTimestamp, timestamp);
        return count++;
    }

    void addCallback(int index, long timestamp, int keySize, int valueSize, Callback callback) {
        if (callbacks.isEmpty()) {
            callbacks = new ArrayList<>();
        }
        callbacks.add(new Waiting(index, timestamp, keySize, valueSize, callback));
    }

    int count() {
        return count;
    }

    int sizeInBytes() {
        return wire == null ? writer.at : wire.limit();
    }

    long baseTimestamp() {
        return baseTimestamp;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }

    boolean done() {
        return result != null || splitUp;
    }

    /** The batch ready to be sent under this identity. A request that uses it has been opened. */
    ByteBuffer open(BatchCodec codec, Identity identity) {
        if (wire == null) {
            wire = codec.encode(writer.bytes, writer.at);
        }
        codec.writeHeader(wire, this, identity, baseSequence);
        requests++;
        attempts++;
        return wire.duplicate();
    }

    /** Whether the bytes are still being written: they must not change now. */
    boolean beingWritten() {
        return requests > 0;
    }

    /** The request of an {@link #open} is through with the memory. */
    void requestReleased() {
        requests--;
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (done() && requests == 0 && !released) {
            released = true;
            if (pool != null) {
                pool.release(writer.bytes);
            }
        }
    }

    /** Ends the batch: callbacks first, then whoever waits. Only the first end counts. */
    boolean complete(BatchResult outcome) {
        if (done()) {
            return false;
        }
        for (Waiting waiting : callbacks) {
            run(waiting, outcome);
        }
        List<Threads.Signal> toRaise;
        synchronized (this) {
            result = outcome;
            toRaise = waiters;
            waiters = List.of();
        }
        toRaise.forEach(Threads.Signal::raise);
        releaseIfUnused();
        return true;
    }

    private void run(Waiting waiting, BatchResult outcome) {
        try {
            waiting.callback.onCompletion(
                    metadata(
                            outcome,
                            waiting.index,
                            waiting.timestamp,
                            waiting.keySize,
                            waiting.valueSize),
                    outcome.error());
        } catch (RuntimeException e) {
            LOG.error("A callback of a record to {} failed", partition, e);
        }
    }

    RecordMetadata metadata(
            BatchResult outcome, int index, long timestamp, int keySize, int valueSize) {
        long time = outcome.logAppendTimeMs() >= 0 ? outcome.logAppendTimeMs() : timestamp;
        return outcome.error() != null
                ? new RecordMetadata(partition, -1, -1, -1, -1, -1)
                : new RecordMetadata(
                        partition, outcome.baseOffset(), index, time, keySize, valueSize);
    }

    /**
     * Two batches with half of the records each, because the broker finds this one too large. They
     * take over callbacks and sequence numbers, and futures of this batch follow them.
     */
    List<ProducerBatch> split() {
        int half = count / 2;
        RecordWriter reader = new RecordWriter(writer.bytes, BatchCodec.HEADER_BYTES);
        ProducerBatch first = child(reader, 0, half);
        ProducerBatch second = child(reader, half, count);
        for (Waiting waiting : callbacks) {
            boolean early = waiting.index < half;
            (early ? first : second)
                    .addCallback(
                            early ? waiting.index : waiting.index - half,
                            waiting.timestamp,
                            waiting.keySize,
                            waiting.valueSize,
                            waiting.callback);
        }
        List<Threads.Signal> toRaise;
        synchronized (this) {
            parts = List.of(new Part(0, first), new Part(half, second));
            splitUp = true;
            toRaise = waiters;
            waiters = List.of();
        }
        toRaise.forEach(Threads.Signal::raise);
        releaseIfUnused();
        return List.of(first, second);
    }

    /** A batch of the next records of {@code reader}. Its memory is its own, not of the pool. */
    private ProducerBatch child(RecordWriter reader, int from, int to) {
        byte[] memory = new byte[writer.at];
        ProducerBatch child = new ProducerBatch(partition, memory, null, createdMs);
        child.baseTimestamp = baseTimestamp;
        child.maxTimestamp = maxTimestamp;
        child.attempts = attempts;
        for (int i = from; i < to; i++) {
            child.copy(reader, i - from);
        }
        if (baseSequence >= 0) {
            child.baseSequence = Sequencing.increment(baseSequence, from);
        }
        return child;
    }

    private void copy(RecordWriter reader, int offsetDelta) {
        int length = (int) reader.readVarlong();
        int end = reader.at + length;
        byte attributes = reader.bytes[reader.at++];
        long timestampDelta = reader.readVarlong();
        reader.readVarlong();
        int rest = end - reader.at;
        writer.varint(
                1
                        + RecordWriter.sizeOfVarlong(timestampDelta)
                        + RecordWriter.sizeOfVarint(offsetDelta)
                        + rest);
        writer.bytes[writer.at++] = attributes;
        writer.varlong(timestampDelta);
        writer.varint(offsetDelta);
        System.arraycopy(reader.bytes, reader.at, writer.bytes, writer.at, rest);
        writer.at += rest;
        reader.at = end;
        count++;
    }

    /** Waits until all records have ended; false when {@code deadlineMs} passed first. */
    boolean awaitEnd(Threads threads, Clock clock, long deadlineMs) throws InterruptedException {
        if (!awaitDone(threads, clock, deadlineMs)) {
            return false;
        }
        List<Part> followed;
        synchronized (this) {
            followed = parts;
        }
        for (Part part : followed) {
            if (!part.batch.awaitEnd(threads, clock, deadlineMs)) {
                return false;
            }
        }
        return true;
    }

    /** The end of the record at {@code index}, or null when {@code deadlineMs} passed first. */
    BatchResult await(int index, Threads threads, Clock clock, long deadlineMs)
            throws InterruptedException {
        if (!awaitDone(threads, clock, deadlineMs)) {
            return null;
        }
        Part part = partOf(index);
        return part == null
                ? result
                : part.batch.await(index - part.from, threads, clock, deadlineMs);
    }

    private boolean awaitDone(Threads threads, Clock clock, long deadlineMs)
            throws InterruptedException {
        Threads.Signal signal = null;
        while (true) {
            synchronized (this) {
                if (done()) {
                    return true;
                }
                if (signal == null) {
                    signal = threads.signal();
                    waiters = new ArrayList<>(waiters);
                    waiters.add(signal);
                }
            }
            long left = deadlineMs - clock.millis();
            if (left <= 0) {
                return false;
            }
            signal.await(left);
        }
    }

    /** The end of the record at {@code index} if it has ended, else null. */
    BatchResult resultOf(int index) {
        Part part = partOf(index);
        return part == null ? result : part.batch.resultOf(index - part.from);
    }

    /** The index within the batch that was sent in the end. */
    int indexInSent(int index) {
        Part part = partOf(index);
        return part == null ? index : part.batch.indexInSent(index - part.from);
    }

    private synchronized Part partOf(int index) {
        Part found = null;
        for (Part part : parts) {
            if (part.from <= index) {
                found = part;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "batch of " + count + " records for " + partition;
    }
}
