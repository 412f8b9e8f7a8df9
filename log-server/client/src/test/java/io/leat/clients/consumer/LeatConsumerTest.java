package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.common.TopicPartition;
import io.leat.common.errors.WakeupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The consumer against Apache Kafka and against Leat: alone, with and without a group. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class LeatConsumerTest {

    private static KafkaSide kafka;
    @Parameter Server server;
    private final Opened opened = new Opened();

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
    }

    private Consumer<String, String> consumer(Map<String, Object> settings) {
        return opened.consumer(kafka.bootstrap(), settings);
    }

    @Test
    void shouldReadEverythingInOrderWithEachCodec() {
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            String topic = kafka.topic("codec-" + codec, 1);
            kafka.produce(topic, 0, 0, 1_000, Map.of("compression.type", codec));
            Consumer<String, String> consumer = consumer(Map.of());
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, String>> records = Opened.read(consumer, 1_000);
            for (int i = 0; i < 1_000; i++) {
                assertEquals(i, records.get(i).offset());
                assertEquals("value-" + i, records.get(i).value());
                assertEquals("key-" + i, records.get(i).key());
                assertEquals("h" + i, new String(records.get(i).headers().lastHeader("h").value()));
            }
            assertEquals(1_000, consumer.position(partition));
            assertEquals(OptionalLong.of(0), consumer.currentLag(partition));
        }
    }

    @Test
    void shouldCommitAndGoOnWhereItStopped() {
        String topic = kafka.topic("commit", 2);
        kafka.produce(topic, 0, 0, 50, Map.of());
        kafka.produce(topic, 1, 0, 50, Map.of());
        Map<String, Object> settings =
                Map.of(
                        "group.id", "commit-group",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "max.poll.records", "30");
        Consumer<String, String> first = consumer(settings);
        first.subscribe(List.of(topic));
        Set<String> seen = new HashSet<>();
        Opened.poll(first).forEach(record -> seen.add(record.partition() + "@" + record.offset()));
        assertEquals(30, seen.size());
        first.commitSync();
        Set<TopicPartition> all =
                Set.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        long committed =
                first.committed(all).values().stream()
                        .filter(offset -> offset != null)
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum();
        assertEquals(30, committed);
        first.close();
        Consumer<String, String> second = consumer(settings);
        second.subscribe(List.of(topic));
        Opened.read(second, 70)
                .forEach(
                        record ->
                                assertTrue(
                                        seen.add(record.partition() + "@" + record.offset()),
                                        "read twice: " + record));
        assertEquals(100, seen.size());
    }

    @Test
    void shouldCommitByItselfWhatThePollBeforeReturned() {
        String topic = kafka.topic("auto", 1);
        kafka.produce(topic, 0, 0, 20, Map.of());
        Map<String, Object> settings =
                Map.of(
                        "group.id", "auto-group",
                        "auto.offset.reset", "earliest",
                        "auto.commit.interval.ms", "50");
        Consumer<String, String> consumer = consumer(settings);
        consumer.subscribe(List.of(topic));
        Opened.read(consumer, 20);
        consumer.close();
        assertEquals(20, kafka.committed("auto-group", topic, 0));
    }

    @Test
    void shouldRunTheCallbackOfAnAsynchronousCommitWhilePolling() {
        String topic = kafka.topic("async", 1);
        kafka.produce(topic, 0, 0, 10, Map.of());
        Consumer<String, String> consumer =
                consumer(
                        Map.of(
                                "group.id", "async-group",
                                "auto.offset.reset", "earliest",
                                "enable.auto.commit", "false"));
        consumer.subscribe(List.of(topic));
        Opened.read(consumer, 10);
        List<Exception> ended = new ArrayList<>();
        List<Map<TopicPartition, OffsetAndMetadata>> offsets = new ArrayList<>();
        consumer.commitAsync(
                (committed, failure) -> {
                    ended.add(failure);
                    offsets.add(committed);
                });
        Opened.until(consumer, () -> !ended.isEmpty());
        assertNull(ended.get(0));
        assertEquals(10, offsets.get(0).get(new TopicPartition(topic, 0)).offset());
        assertEquals(10, kafka.committed("async-group", topic, 0));
    }

    @Test
    void shouldSeekAndPauseAndFindOffsets() {
        String topic = kafka.topic("seek", 2);
        kafka.produce(topic, 0, 0, 100, Map.of());
        kafka.produce(topic, 1, 0, 10, Map.of());
        TopicPartition zero = new TopicPartition(topic, 0);
        TopicPartition one = new TopicPartition(topic, 1);
        Consumer<String, String> consumer = consumer(Map.of());
        consumer.assign(List.of(zero, one));
        assertEquals(Map.of(zero, 0L, one, 0L), consumer.beginningOffsets(List.of(zero, one)));
        assertEquals(Map.of(zero, 100L, one, 10L), consumer.endOffsets(List.of(zero, one)));
        consumer.seek(zero, 90);
        consumer.seekToBeginning(List.of(one));
        consumer.pause(List.of(one));
        assertEquals(Set.of(one), consumer.paused());
        List<ConsumerRecord<String, String>> records = Opened.read(consumer, 10);
        assertEquals(90, records.get(0).offset());
        assertTrue(records.stream().allMatch(record -> record.partition() == 0));
        assertTrue(consumer.poll(Duration.ofMillis(200)).isEmpty());
        consumer.resume(List.of(one));
        assertEquals(10, Opened.read(consumer, 10).size());
        consumer.seek(zero, 5);
        assertEquals(5, consumer.position(zero));
        assertEquals(5, Opened.poll(consumer).iterator().next().offset());
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(zero, KafkaSide.TIME + 40)).get(zero);
        assertEquals(40, found.offset());
        assertEquals(KafkaSide.TIME + 40, found.timestamp());
        assertNull(consumer.offsetsForTimes(Map.of(zero, KafkaSide.TIME + 1_000)).get(zero));
        assertEquals(2, consumer.partitionsFor(topic).size());
        assertTrue(consumer.listTopics().containsKey(topic));
    }

    @Test
    void shouldReadOnlyCommittedRecords() {
        String topic = kafka.topic("transactions", 1);
        kafka.transaction(topic, "tx", 0, 10, true);
        kafka.transaction(topic, "tx", 10, 10, false);
        kafka.transaction(topic, "tx", 20, 10, true);
        kafka.transaction(topic, "ty", 30, 10, false);
        kafka.produce(topic, 0, 40, 10, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        Consumer<String, String> committed = consumer(Map.of("isolation.level", "read_committed"));
        committed.assign(List.of(partition));
        committed.seekToBeginning(List.of());
        List<String> values =
                Opened.read(committed, 30).stream().map(ConsumerRecord::value).toList();
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            if (i < 10 || (i >= 20 && i < 30) || i >= 40) {
                wanted.add("value-" + i);
            }
        }
        assertEquals(wanted, values);
        assertTrue(committed.poll(Duration.ofMillis(100)).isEmpty());
        assertEquals(54, committed.position(partition));
        Consumer<String, String> all = consumer(Map.of());
        all.assign(List.of(partition));
        all.seekToBeginning(List.of());
        assertEquals(50, Opened.read(all, 50).size());
    }

    @Test
    void shouldResetOrThrowWhenThePositionIsOutOfRange() {
        String topic = kafka.topic("range", 1);
        kafka.produce(topic, 0, 0, 10, Map.of());
        TopicPartition partition = new TopicPartition(topic, 0);
        Consumer<String, String> strict = consumer(Map.of("auto.offset.reset", "none"));
        strict.assign(List.of(partition));
        assertThrows(
                NoOffsetForPartitionException.class, () -> strict.poll(Duration.ofSeconds(10)));
        strict.seek(partition, 500);
        OffsetOutOfRangeException failure =
                assertThrows(OffsetOutOfRangeException.class, () -> Opened.poll(strict));
        assertEquals(Map.of(partition, 500L), failure.offsetOutOfRangePartitions());
        Consumer<String, String> lenient = consumer(Map.of("auto.offset.reset", "earliest"));
        lenient.assign(List.of(partition));
        lenient.seek(partition, 500);
        assertEquals(0, Opened.poll(lenient).iterator().next().offset());
    }

    @Test
    void shouldWakeUp() throws InterruptedException {
        String topic = kafka.topic("wakeup", 1);
        Consumer<String, String> consumer = consumer(Map.of());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        consumer.seekToEnd(List.of());
        Thread waker = new Thread(consumer::wakeup);
        waker.start();
        assertThrows(WakeupException.class, () -> consumer.poll(Duration.ofSeconds(30)));
        waker.join();
        assertTrue(consumer.poll(Duration.ofMillis(10)).isEmpty());
    }

    @Test
    void shouldFindTopicsByPatternAlsoNewOnes() {
        String first = kafka.topic("pattern-a", 1);
        kafka.produce(first, 0, 0, 5, Map.of());
        Consumer<String, String> consumer =
                consumer(
                        Map.of(
                                "group.id", "pattern-group",
                                "auto.offset.reset", "earliest",
                                "metadata.max.age.ms", "300"));
        consumer.subscribe(Pattern.compile("pattern-.*"));
        assertEquals(5, Opened.read(consumer, 5).size());
        assertEquals(Set.of(first), consumer.subscription());
        String second = kafka.topic("pattern-b", 2);
        kafka.produce(second, 1, 0, 5, Map.of());
        assertEquals(5, Opened.read(consumer, 5).size());
        assertEquals(Set.of(first, second), consumer.subscription());
        assertThrows(
                UnsupportedOperationException.class,
                () -> consumer.subscribe(new SubscriptionPattern("p.*")));
    }

    @Test
    void shouldSayWhatIsMissing() {
        Consumer<String, String> consumer = consumer(Map.of());
        assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
        assertThrows(
                io.leat.common.errors.InvalidGroupIdException.class,
                () -> consumer.subscribe(List.of("x")));
        assertThrows(io.leat.common.errors.InvalidGroupIdException.class, consumer::commitSync);
        assertThrows(
                IllegalStateException.class, () -> consumer.seek(new TopicPartition("x", 0), 1));
        consumer.close();
        assertThrows(IllegalStateException.class, consumer::assignment);
        assertFalse(consumer.metrics().isEmpty());
    }

    @Test
    void shouldReadThroughTheRealTransport() {
        String topic = kafka.topic("real", 1);
        kafka.produce(topic, 0, 0, 1_000, Map.of("compression.type", "lz4"));
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "group.id", "real-group",
                        "auto.offset.reset", "earliest");
        io.leat.common.serialization.StringDeserializer strings =
                new io.leat.common.serialization.StringDeserializer();
        try (Consumer<String, String> consumer = new LeatConsumer<>(settings, strings, strings)) {
            consumer.subscribe(List.of(topic));
            assertEquals(1_000, Opened.read(consumer, 1_000).size());
        }
        assertEquals(1_000, kafka.committed("real-group", topic, 0));
    }
}
