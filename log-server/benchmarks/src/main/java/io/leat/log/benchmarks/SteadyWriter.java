package io.leat.log.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes a record to each partition every few milliseconds, on a thread of its own, and keeps when
 * the newest record that is acknowledged was sent, and when its answer came.
 */
final class SteadyWriter implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WAIT_SECONDS_MAX = 120;
    private static final byte[] VALUE = ApacheClients.value(100);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final long start = System.nanoTime();

    /** For each partition when the first record was acknowledged that was sent after the mark. */
    private final AtomicLongArray acknowledged;

    private final Thread thread = new Thread(this::write, "steady-writer");
    private volatile long mark;
    private volatile boolean closed;

    SteadyWriter(Cluster cluster, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.acknowledged = new AtomicLongArray(partitions);
        // Impatient, so that the servers' time is seen and not the client's pauses.
        Map<String, Object> settings =
                new HashMap<>(ApacheClients.producerSettings(cluster.bootstrap()));
        settings.put("linger.ms", 0);
        settings.put("retry.backoff.ms", 10);
        settings.put("retry.backoff.max.ms", 10);
        settings.put("reconnect.backoff.ms", 10);
        settings.put("reconnect.backoff.max.ms", 10);
        producer = ApacheClients.producer(settings);
        thread.start();
    }

    private void write() {
        while (!closed) {
            for (int partition = 0; partition < partitions; partition++) {
                send(partition, System.nanoTime() - start);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void send(int partition, long sent) {
        producer.send(
                new ProducerRecord<>(topic, partition, null, VALUE),
                (metadata, failure) -> {
                    if (failure == null && sent >= mark) {
                        acknowledged.compareAndSet(partition, 0, System.nanoTime() - start);
                    }
                });
    }

    /** Returns when each partition has acknowledged what was sent from now on. */
    void awaitAll() {
        mark();
        for (int partition = 0; partition < partitions; partition++) {
            await(partition);
        }
    }

    /** How long from now until each of these acknowledges a record that was sent from now on. */
    Map<Integer, Long> nanosToNextAcknowledged(Set<Integer> wanted) {
        long from = mark();
        Map<Integer, Long> nanos = new HashMap<>();
        wanted.forEach(partition -> nanos.put(partition, await(partition) - from));
        return nanos;
    }

    private long mark() {
        long now = System.nanoTime() - start;
        mark = now;
        for (int partition = 0; partition < partitions; partition++) {
            acknowledged.set(partition, 0);
        }
        return now;
    }

    private long await(int partition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (acknowledged.get(partition) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(topic + "-" + partition + " takes no writes");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return acknowledged.get(partition);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
