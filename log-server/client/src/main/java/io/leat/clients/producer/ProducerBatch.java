package io.leat.clients.producer;

import io.leat.common.TopicPartition;
import io.leat.log.protocol.record.RecordEncoder;
import io.leat.log.protocol.record.RecordEncoder.EncodedHeader;
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

    /** What waiting for the end of records needs. */
    record Waits(Threads threads, Clock clock) {}

    private record Part(int from, ProducerBatch batch) {}

    final TopicPartition partition;
    final long createdMs;
    private final RecordEncoder records;
    private final BufferPool pool;
    private final Waits waits;

    /** Index of the first record in the batch that was begun: this may be a part of that. */
    private final int firstIndex;

    private int count;
    private long baseTimestamp;
    private long maxTimestamp;
    private List<SendFuture> callbacks = List.of();

    // Owned by the loop.
    int attempts;
    long retryAtMs;

    /** Epoch of the leader that was tried last. */
    int triedEpoch = Integer.MAX_VALUE;

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
    ProducerBatch(
            TopicPartition partition, byte[] memory, BufferPool pool, long createdMs, Waits waits) {
        this(partition, memory, pool, createdMs, waits, 0);
    }

    private ProducerBatch(
            TopicPartition partition,
            byte[] memory,
            BufferPool pool,
            long createdMs,
            Waits waits,
            int firstIndex) {
        this.partition = partition;
        this.waits = waits;
        this.firstIndex = firstIndex;
        this.createdMs = createdMs;
        this.pool = pool;
        this.records = new RecordEncoder(memory);
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
        if (!records.append(timestamp - base, count, key, value, headers)) {
            return -1;
        }
        baseTimestamp = base;
        maxTimestamp = count == 0 ? timestamp : Math.max(maxTimestamp, timestamp);
        return count++;
    }

    /** Runs the callback of {@code end} when its record has ended. */
    void addCallback(SendFuture end) {
        if (callbacks.isEmpty()) {
            callbacks = new ArrayList<>();
        }
        callbacks.add(end);
    }

    int count() {
        return count;
    }

    int sizeInBytes() {
        return wire == null ? records.end() : wire.limit();
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
            wire = codec.encode(records);
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
                pool.release(records.memory());
            }
        }
    }

    /** Ends the batch: callbacks first, then whoever waits. Only the first end counts. */
    boolean complete(BatchResult outcome) {
        if (done()) {
            return false;
        }
        for (SendFuture end : callbacks) {
            run(end, outcome);
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

    private void run(SendFuture end, BatchResult outcome) {
        try {
            end.runCallback(outcome);
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
        ByteBuffer source = records.records();
        ProducerBatch first = child(source, 0, half);
        ProducerBatch second = child(source, half, count);
        for (SendFuture end : callbacks) {
            (end.index() < second.firstIndex ? first : second).addCallback(end);
        }
        List<Threads.Signal> toRaise;
        synchronized (this) {
            parts = List.of(new Part(firstIndex, first), new Part(second.firstIndex, second));
            splitUp = true;
            toRaise = waiters;
            waiters = List.of();
        }
        toRaise.forEach(Threads.Signal::raise);
        releaseIfUnused();
        return List.of(first, second);
    }

    /** A batch of the next records of {@code source}. Its memory is its own, not of the pool. */
    private ProducerBatch child(ByteBuffer source, int from, int to) {
        ProducerBatch child =
                new ProducerBatch(
                        partition,
                        new byte[records.end()],
                        null,
                        createdMs,
                        waits,
                        firstIndex + from);
        child.baseTimestamp = baseTimestamp;
        child.maxTimestamp = maxTimestamp;
        child.attempts = attempts;
        for (int i = from; i < to; i++) {
            child.records.appendCopy(source, child.count++);
        }
        if (baseSequence >= 0) {
            child.baseSequence = Sequencing.increment(baseSequence, from);
        }
        return child;
    }

    /** Waits until all records have ended; false when {@code deadlineMs} passed first. */
    boolean awaitEnd(long deadlineMs) throws InterruptedException {
        if (!awaitDone(deadlineMs)) {
            return false;
        }
        List<Part> followed;
        synchronized (this) {
            followed = parts;
        }
        for (Part part : followed) {
            if (!part.batch.awaitEnd(deadlineMs)) {
                return false;
            }
        }
        return true;
    }

    /** The end of the record at {@code index}, or null when {@code timeoutMs} passed first. */
    BatchResult await(int index, long timeoutMs) throws InterruptedException {
        long deadlineMs = waits.clock.millis() + timeoutMs;
        ProducerBatch batch = this;
        while (batch.awaitDone(deadlineMs)) {
            Part part = batch.partOf(index);
            if (part == null) {
                return batch.result;
            }
            batch = part.batch;
        }
        return null;
    }

    private boolean awaitDone(long deadlineMs) throws InterruptedException {
        Threads.Signal signal = null;
        while (true) {
            synchronized (this) {
                if (done()) {
                    return true;
                }
                if (signal == null) {
                    signal = waits.threads.signal();
                    waiters = new ArrayList<>(waiters);
                    waiters.add(signal);
                }
            }
            long left = deadlineMs - waits.clock.millis();
            if (left <= 0) {
                return false;
            }
            signal.await(left);
        }
    }

    /** The end of the record at {@code index} if it has ended, else null. */
    BatchResult resultOf(int index) {
        return sentIn(index).result;
    }

    /** The index within the batch that was sent in the end. */
    int indexInSent(int index) {
        return index - sentIn(index).firstIndex;
    }

    private ProducerBatch sentIn(int index) {
        Part part = partOf(index);
        return part == null ? this : part.batch.sentIn(index);
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
