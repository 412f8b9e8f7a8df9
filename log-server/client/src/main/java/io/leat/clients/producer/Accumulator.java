package io.leat.clients.producer;

import io.leat.clients.producer.RecordWriter.EncodedHeader;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Threads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Gathers records into batches. Sending threads append to the open batch of the partition under its
 * lock; a full batch is sealed and the sender woken. Shared by sending threads and the loop.
 */
final class Accumulator {

    private final ConcurrentMap<String, TopicQueues> topics = new ConcurrentHashMap<>();
    private final Set<ProducerBatch> incomplete = ConcurrentHashMap.newKeySet();
    private final ProducerSettings settings;
    private final BufferPool pool;
    private final Clock clock;
    private final Entropy entropy;
    private final SendFuture.Waits waits;
    private volatile Consumer<PartitionQueue> onWork = queue -> {};

    Accumulator(
            ProducerSettings settings,
            BufferPool pool,
            Clock clock,
            Threads threads,
            Entropy entropy) {
        this.settings = settings;
        this.pool = pool;
        this.clock = clock;
        this.entropy = entropy;
        this.waits = new SendFuture.Waits(threads, clock);
    }

    /** Whom to tell that a queue has a new or a sealed batch. */
    void onWork(Consumer<PartitionQueue> listener) {
        onWork = listener;
    }

    TopicQueues topic(String name) {
        TopicQueues found = topics.get(name);
        return found != null
                ? found
                : topics.computeIfAbsent(
                        name,
                        key ->
                                new TopicQueues(
                                        key,
                                        entropy.fork("partitions of " + key),
                                        settings.batchSize(),
                                        settings.adaptivePartitioning()));
    }

    /** A record ready to be appended. */
    record Encoded(
            long timestamp,
            byte[] key,
            byte[] value,
            List<EncodedHeader> headers,
            Callback callback) {

        int keySize() {
            return key == null ? -1 : key.length;
        }

        int valueSize() {
            return value == null ? -1 : value.length;
        }
    }

    /** Appends; blocks at most {@code maxBlockMs} for buffer memory. */
    SendFuture append(PartitionQueue queue, Encoded record, long maxBlockMs) {
        boolean sealedOne;
        synchronized (queue) {
            SendFuture future = tryAppend(queue, record);
            if (future != null) {
                return future;
            }
            sealedOne = queue.open() != null;
            queue.seal();
        }
        if (sealedOne) {
            onWork.accept(queue);
        }
        int needed =
                BatchCodec.HEADER_BYTES
                        + RecordWriter.upperBound(record.key, record.value, record.headers);
        byte[] memory = pool.allocate(Math.max(settings.batchSize(), needed), maxBlockMs);
        SendFuture future;
        synchronized (queue) {
            future = tryAppend(queue, record);
            if (future == null) {
                ProducerBatch batch =
                        new ProducerBatch(queue.partition, memory, pool, clock.millis());
                incomplete.add(batch);
                queue.open(batch);
                memory = null;
                future = tryAppend(queue, record);
            }
        }
        if (memory != null) {
            pool.release(memory);
        }
        onWork.accept(queue);
        return future;
    }

    private SendFuture tryAppend(PartitionQueue queue, Encoded record) {
        ProducerBatch batch = queue.open();
        if (batch == null) {
            return null;
        }
        int index = batch.tryAppend(record.timestamp, record.key, record.value, record.headers);
        if (index < 0) {
            return null;
        }
        if (record.callback != null) {
            batch.addCallback(
                    index, record.timestamp, record.keySize(), record.valueSize(), record.callback);
        }
        return new SendFuture(
                batch, index, record.timestamp, record.keySize(), record.valueSize(), waits);
    }

    /** The batches that have not ended. */
    Set<ProducerBatch> incomplete() {
        return incomplete;
    }

    void ended(ProducerBatch batch) {
        incomplete.remove(batch);
    }

    void replaced(ProducerBatch whole, List<ProducerBatch> parts) {
        incomplete.addAll(parts);
        incomplete.remove(whole);
    }
}
