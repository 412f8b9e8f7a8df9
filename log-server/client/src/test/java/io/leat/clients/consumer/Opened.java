package io.leat.clients.consumer;

import io.leat.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The consumers of one test, closed at its end, and loops that poll them with a bound. */
final class Opened {

    private static final long PATIENCE_NS = 15_000_000_000L;

    private final List<Consumer<?, ?>> consumers = new ArrayList<>();

    Consumer<String, String> consumer(String bootstrap, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrap);
        Consumer<String, String> consumer =
                new LeatConsumer<>(all, new StringDeserializer(), new StringDeserializer());
        consumers.add(consumer);
        return consumer;
    }

    void close() {
        consumers.forEach(consumer -> consumer.close(CloseOptions.timeout(Duration.ofSeconds(5))));
    }

    static ConsumerRecords<String, String> poll(Consumer<String, String> consumer) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < end) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
            if (!records.isEmpty()) {
                return records;
            }
        }
        throw new AssertionError("no records came");
    }

    static List<ConsumerRecord<String, String>> read(Consumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        while (records.size() < count) {
            poll(consumer).forEach(records::add);
        }
        return records;
    }

    static void until(Consumer<String, String> consumer, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen");
            }
            consumer.poll(Duration.ofMillis(20));
        }
    }
}
