package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A producer that sends 0, 1, 2, ... to a topic with one partition, whatever happens to the server.
 * In order and once each is what it promises, so number n has to be at offset n. Its thread sends;
 * acknowledgements may come on others.
 */
abstract class NumberLoad {

    private static final int IN_FLIGHT = 1_000;

    private final TopicPartition partition;
    private final long pauseMs;
    private final Thread thread;
    private final Semaphore window = new Semaphore(IN_FLIGHT);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    NumberLoad(String topic) {
        this(topic, Long.MAX_VALUE);
    }

    /**
     * @param pauseMs longest wait for acknowledgements before it sends more than the window
     */
    NumberLoad(String topic, long pauseMs) {
        this.pauseMs = pauseMs;
        this.partition = new TopicPartition(topic, 0);
        this.thread = new Thread(this::run, "load-" + topic);
    }

    /** Sends what {@link #next} gives until that is negative; returns when all is acknowledged. */
    abstract void produce() throws Exception;

    final String topic() {
        return partition.topic();
    }

    final void start() {
        thread.start();
    }

    private void run() {
        try {
            produce();
        } catch (Exception e) {
            fail(e.toString());
        }
    }

    /** The next number to send, or -1 if it is enough. */
    final int next() throws InterruptedException {
        window.tryAcquire(pauseMs, TimeUnit.MILLISECONDS); // without one it is long enough too
        return stopped || !failures.isEmpty() ? -1 : sent.getAndIncrement();
    }

    final void acknowledge(long offset) {
        acknowledged.incrementAndGet();
        window.release();
        if (offset >= sent.get()) {
            fail("offset " + offset + " was acknowledged after " + sent + " records");
        }
    }

    final void acknowledge(int number, long offset) {
        acknowledge(offset);
        if (offset != number) {
            fail("record " + number + " was acknowledged at offset " + offset);
        }
    }

    final void fail(String why) {
        failures.add(topic() + ": " + why);
        window.release();
    }

    final int acknowledged() {
        return acknowledged.get();
    }

    final List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends when all that was sent is acknowledged. */
    final void finish() throws InterruptedException {
        stopped = true;
        thread.join(Patience.LIMIT.toMillis());
        assertTrue(!thread.isAlive(), topic() + ": the producer does not end");
        assertEquals(List.of(), failures(), "every record is acknowledged at last");
    }

    final void verify(String address) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertEquals(
                    sent.get(), consumer.endOffsets(List.of(partition)).get(partition), topic());
            int next = 0;
            Patience patience = Patience.begin();
            while (next < sent.get() && patience.lasts()) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    assertEquals(next, each.offset(), topic() + ": offsets have no gap");
                    assertEquals(Integer.toString(next), each.value(), topic() + ": lost or twice");
                    next++;
                }
            }
            assertEquals(sent.get(), next, topic() + ": everything can be read");
        }
    }
}
