package io.leat.clients.producer;

import io.leat.log.protocol.record.RecordEncoder;
import io.leat.log.protocol.record.RecordEncoder.EncodedHeader;
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
    private final ProducerBatch.Waits waits;
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
        this.waits = new ProducerBatch.Waits(threads, clock);
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

    /** Appends; blocks at most {@code maxBlockMs} for buffer memory. */
    SendFuture append(
            PartitionQueue queue,
            long timestamp,
            byte[] key,
            byte[] value,
            List<EncodedHeader> headers,
            Callback callback,
            long maxBlockMs) {
        boolean sealedOne;
        synchronized (queue) {
            SendFuture future = tryAppend(queue.open(), timestamp, key, value, headers, callback);
            if (future != null) {
                return future;
            }
            sealedOne = queue.open() != null;
            queue.seal();
        }
        if (sealedOne) {
            onWork.accept(queue);
        }
        int needed = BatchCodec.HEADER_BYTES + RecordEncoder.upperBound(key, value, headers);
        byte[] memory = pool.allocate(Math.max(settings.batchSize(), needed), maxBlockMs);
        SendFuture future;
        synchronized (queue) {
            future = tryAppend(queue.open(), timestamp, key, value, headers, callback);
            if (future == null) {
                queue.open(begin(queue, memory));
                memory = null;
                future = tryAppend(queue.open(), timestamp, key, value, headers, callback);
            }
        }
        if (memory != null) {
            pool.release(memory);
        }
        onWork.accept(queue);
        return future;
    }

    private ProducerBatch begin(PartitionQueue queue, byte[] memory) {
        ProducerBatch batch =
                new ProducerBatch(queue.partition, memory, pool, clock.millis(), waits);
        incomplete.add(batch);
        return batch;
    }

    private static SendFuture tryAppend(
            ProducerBatch batch,
            long timestamp,
            byte[] key,
            byte[] value,
            List<EncodedHeader> headers,
            Callback callback) {
        int index = batch == null ? -1 : batch.tryAppend(timestamp, key, value, headers);
        if (index < 0) {
            return null;
        }
        int keySize = key == null ? -1 : key.length;
        int valueSize = value == null ? -1 : value.length;
        SendFuture end = new SendFuture(batch, index, timestamp, keySize, valueSize, callback);
        if (callback != null) {
            batch.addCallback(end);
        }
        return end;
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
