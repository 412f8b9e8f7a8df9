package io.leat.log.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * From send() to poll() at a fixed rate, linger 0, acks=all. Producer and consumer are threads of
 * the harness, so one clock serves both.
 *
 * <p>Time counts from when a record was due, not from when it left: a stall is seen by every record
 * that it delays.
 */
final class LatencyScenario implements Scenario<Side> {

    private static final int VALUE_BYTES = 1024;
    private static final Duration POLL = Duration.ofMillis(200);

    private final int recordsPerSecond;
    private final int seconds;
    private final Measure median;
    private final Measure high;
    private final Measure cpu;
    private int runs;

    LatencyScenario(int recordsPerSecond, int seconds) {
        this.recordsPerSecond = recordsPerSecond;
        this.seconds = seconds;
        String what = "end to end, 1 KB, " + recordsPerSecond + "/s: ";
        this.median = Measure.of(what + "p50", "ms");
        this.high = Measure.of(what + "p99", "ms").atMost(1.0);
        this.cpu = Measure.of(what + "broker CPU", "ms/s");
    }

    @Override
    public String id() {
        return "latency";
    }

    @Override
    public void run(Side side, Samples samples) {
        String topic = "latency-" + runs++;
        Topics.create(side, topic);
        ServerProcess server = side.running();
        var settings = ApacheClients.producerSettings(server.bootstrap());
        settings.put("linger.ms", 0);
        try (Producer<byte[], byte[]> producer = ApacheClients.producer(settings)) {
            producer.partitionsFor(topic);
            Reader reader = new Reader(server.bootstrap(), topic, "read_uncommitted", 0, records());
            Thread thread = new Thread(reader, "latency-reader");
            thread.start();
            reader.ready.await();
            double before = server.cpuSeconds();
            send(producer, topic, recordsPerSecond, records());
            thread.join(TimeUnit.SECONDS.toMillis(30));
            double cpuSeconds = server.cpuSeconds() - before;
            Histogram seen = reader.result();
            samples.add(median, side.name(), seen.getValueAtPercentile(50) / 1e6);
            samples.add(high, side.name(), seen.getValueAtPercentile(99) / 1e6);
            samples.add(cpu, side.name(), cpuSeconds * 1e3 / seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Topics.delete(side, topic);
    }

    private long records() {
        return (long) recordsPerSecond * seconds;
    }

    /** Writes {@code records} that say when they were due. */
    static void send(
            Producer<byte[], byte[]> producer, String topic, int recordsPerSecond, long records) {
        ApacheClients.Failures failures = new ApacheClients.Failures();
        Pace pace = new Pace(recordsPerSecond);
        for (long i = 0; i < records; i++) {
            long due = pace.await(i);
            byte[] value = new byte[VALUE_BYTES];
            ByteBuffer.wrap(value).putLong(due);
            producer.send(new ProducerRecord<>(topic, value), failures.callback);
        }
        producer.flush();
        failures.check();
    }

    /** Reads to the last record. The histogram is its own until the thread has ended. */
    static final class Reader implements Runnable {

        final CountDownLatch ready = new CountDownLatch(1);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        private final String bootstrap;
        private final String topic;
        private final String isolation;
        private final long warmUp;
        private final long records;

        /**
         * @param warmUp how many records do not count
         * @param records all, with those
         */
        Reader(String bootstrap, String topic, String isolation, long warmUp, long records) {
            this.bootstrap = bootstrap;
            this.topic = topic;
            this.isolation = isolation;
            this.warmUp = warmUp;
            this.records = records;
        }

        @Override
        public void run() {
            try (Consumer<byte[], byte[]> consumer =
                    ApacheClients.consumer(bootstrap, topic, isolation)) {
                consumer.poll(POLL);
                ready.countDown();
                for (long seen = 0; seen < records; ) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        long due = ByteBuffer.wrap(record.value()).getLong();
                        if (seen++ >= warmUp) {
                            histogram.recordValue(Math.max(0, System.nanoTime() - due));
                        }
                    }
                }
            } catch (RuntimeException | Error e) {
                failure.set(e);
                ready.countDown();
            }
        }

        Histogram result() {
            if (failure.get() != null || histogram.getTotalCount() != records - warmUp) {
                throw new IllegalStateException(
                        "read " + histogram.getTotalCount() + " of " + records, failure.get());
            }
            return histogram;
        }
    }
}
