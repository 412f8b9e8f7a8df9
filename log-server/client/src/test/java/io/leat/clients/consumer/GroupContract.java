package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.Server;
import io.leat.common.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What tests of groups have in common: a server, consumers of both kinds, and their patience. */
abstract class GroupContract {

    private static final long PATIENCE_NS = 25_000_000_000L;

    static KafkaSide kafka;
    @Parameter Server server;
    final Opened opened = new Opened();
    private final List<KafkaConsumer<String, String>> theirs = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    static void start(Server server) {
        kafka = new KafkaSide(server);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        kafka.close();
    }

    @AfterEach
    void close() {
        opened.close();
        theirs.forEach(consumer -> consumer.close(Duration.ofSeconds(2)));
    }

    /** A consumer of Kafka's own, closed after the test. */
    final KafkaConsumer<String, String> kafkas(Map<String, Object> settings) {
        settings.put("bootstrap.servers", kafka.bootstrap());
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        theirs.add(consumer);
        return consumer;
    }

    static void until(BooleanSupplier condition, Runnable... polls) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "the group did not settle");
            for (Runnable poll : polls) {
                poll.run();
            }
        }
    }

    static Runnable poll(Consumer<String, String> consumer) {
        return () -> consumer.poll(Duration.ofMillis(20));
    }

    static Runnable poll(KafkaConsumer<String, String> consumer) {
        return () -> consumer.poll(Duration.ofMillis(20));
    }

    /** Polls, and counts how often each record came. */
    static Runnable count(Consumer<String, String> consumer, Map<String, Integer> seen) {
        return () ->
                consumer.poll(Duration.ofMillis(20))
                        .forEach(
                                record ->
                                        seen.merge(
                                                record.partition() + "@" + record.offset(),
                                                1,
                                                Integer::sum));
    }

    /** Remembers what the listener heard. */
    static final class Heard implements ConsumerRebalanceListener {

        final List<TopicPartition> assigned = new ArrayList<>();
        final List<TopicPartition> revoked = new ArrayList<>();
        final List<TopicPartition> lost = new ArrayList<>();

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoked.addAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.addAll(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lost.addAll(partitions);
        }
    }
}
