package io.leat.clients.producer;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.runtime.Ports;
import java.util.List;
import java.util.Map;

/**
 * The accumulator of a producer with a sender that acknowledges every full batch at once: for the
 * benchmark of append, which needs what only this package sees. One thread.
 */
public final class ProducerAppend {

    private final Accumulator accumulator;
    private final PartitionQueue queue = new PartitionQueue(new TopicPartition("topic", 0));
    private final byte[] value;
    private final Callback callback = (metadata, exception) -> {};
    private long time = 1_700_000_000_000L;

    public ProducerAppend(Ports ports, int valueBytes) {
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "batch.size",
                        64 << 10,
                        "key.serializer",
                        ByteArraySerializer.class,
                        "value.serializer",
                        ByteArraySerializer.class);
        ProducerSettings settings = ProducerSettings.of(new ProducerConfig(config));
        BufferPool pool =
                new BufferPool(
                        settings.bufferMemory(),
                        settings.batchSize(),
                        ports.threads(),
                        ports.clock());
        this.accumulator =
                new Accumulator(settings, pool, ports.clock(), ports.threads(), ports.entropy());
        this.value = new byte[valueBytes];
    }

    /** Appends one record with a callback; ends the batch it filled. */
    public Object append() {
        SendFuture future = accumulator.append(queue, time++, null, value, List.of(), callback, 0);
        if (queue.hasSealed()) {
            ProducerBatch batch = queue.head(false);
            queue.remove(batch);
            accumulator.ended(batch);
            batch.complete(new BatchResult(0, -1, null));
        }
        return future;
    }
}
