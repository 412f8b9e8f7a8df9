package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.common.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of our consumers, alone and mixed with Kafka's own, on Apache Kafka and on Leat. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class GroupsTest extends GroupContract {

    private Consumer<String, String> ours(String group, String assignor, Map<String, Object> more) {
        Map<String, Object> settings = settings(group, more);
        settings.put(
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor);
        return opened.consumer(kafka.bootstrap(), settings);
    }

    private KafkaConsumer<String, String> kafkas(String group, String assignor) {
        Map<String, Object> settings = settings(group, Map.of());
        settings.put(
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor);
        return kafkas(settings);
    }

    private static Map<String, Object> settings(String group, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.putIfAbsent("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "100");
        return settings;
    }

    @Test
    void shouldShareAndHandOverPartitionsEagerly() {
        String topic = kafka.topic("eager", 6);
        Consumer<String, String> one = ours("eager-group", "RangeAssignor", Map.of());
        Consumer<String, String> two = ours("eager-group", "RangeAssignor", Map.of());
        Consumer<String, String> three = ours("eager-group", "RangeAssignor", Map.of());
        Heard heard = new Heard();
        one.subscribe(List.of(topic), heard);
        until(() -> one.assignment().size() == 6, poll(one));
        assertEquals(6, heard.assigned.size());
        two.subscribe(List.of(topic));
        three.subscribe(List.of(topic));
        until(
                () ->
                        one.assignment().size() == 2
                                && two.assignment().size() == 2
                                && three.assignment().size() == 2,
                poll(one),
                poll(two),
                poll(three));
        assertEquals(6, distinct(one, two, three));
        assertTrue(heard.revoked.size() >= 6);
        three.close();
        until(
                () -> one.assignment().size() == 3 && two.assignment().size() == 3,
                poll(one),
                poll(two));
        assertEquals(6, distinct(one, two));
    }

    @Test
    void shouldMoveOnlyWhatMustMoveCooperatively() {
        String topic = kafka.topic("cooperative", 6);
        Consumer<String, String> one = ours("coop", "CooperativeStickyAssignor", Map.of());
        Consumer<String, String> two = ours("coop", "CooperativeStickyAssignor", Map.of());
        Heard heard = new Heard();
        one.subscribe(List.of(topic), heard);
        until(() -> one.assignment().size() == 6, poll(one));
        two.subscribe(List.of(topic));
        until(
                () -> one.assignment().size() == 3 && two.assignment().size() == 3,
                poll(one),
                poll(two));
        assertEquals(6, distinct(one, two));
        assertEquals(3, heard.revoked.size());
        assertEquals(6, heard.assigned.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RangeAssignor",
                "RoundRobinAssignor",
                "StickyAssignor",
                "CooperativeStickyAssignor"
            })
    void shouldShareAGroupWithKafkasOwnConsumers(String assignor) {
        String topic = kafka.topic("mixed-" + assignor, 6);
        String group = "mixed-" + assignor;
        Consumer<String, String> our = ours(group, assignor, Map.of());
        KafkaConsumer<String, String> their = kafkas(group, assignor);
        Runnable theirPoll = () -> their.poll(Duration.ofMillis(20));
        our.subscribe(List.of(topic));
        until(() -> our.assignment().size() == 6, poll(our));
        their.subscribe(List.of(topic));
        until(
                () -> our.assignment().size() == 3 && their.assignment().size() == 3,
                poll(our),
                theirPoll);
        Set<String> all = new HashSet<>();
        our.assignment().forEach(partition -> all.add(partition.toString()));
        their.assignment().forEach(partition -> all.add(partition.toString()));
        assertEquals(6, all.size());
        our.close();
        until(() -> their.assignment().size() == 6, theirPoll);
        Consumer<String, String> again = ours(group, assignor, Map.of());
        again.subscribe(List.of(topic));
        until(
                () -> again.assignment().size() == 3 && their.assignment().size() == 3,
                poll(again),
                theirPoll);
    }

    @Test
    void shouldKeepTheAssignmentOfAStaticMemberOverARestart() {
        String topic = kafka.topic("static", 4);
        Map<String, Object> a = Map.of("group.instance.id", "a", "client.id", "a");
        Map<String, Object> b = Map.of("group.instance.id", "b", "client.id", "b");
        Consumer<String, String> one = ours("static-group", "RangeAssignor", a);
        Consumer<String, String> two = ours("static-group", "RangeAssignor", b);
        Heard heard = new Heard();
        one.subscribe(List.of(topic), heard);
        two.subscribe(List.of(topic));
        until(
                () -> one.assignment().size() == 2 && two.assignment().size() == 2,
                poll(one),
                poll(two));
        int generation = one.groupMetadata().generationId();
        int revocations = heard.revoked.size();
        Set<TopicPartition> before = two.assignment();
        two.close();
        Consumer<String, String> back = ours("static-group", "RangeAssignor", b);
        back.subscribe(List.of(topic));
        until(() -> back.assignment().size() == 2, poll(one), poll(back));
        assertEquals(before, back.assignment());
        assertEquals(generation, one.groupMetadata().generationId());
        assertEquals(revocations, heard.revoked.size());
    }

    /**
     * A member that gives partitions up is stopped before it joins again, and its successor gets
     * the same assignment without a rebalance: it has to ask for the one that is still to come.
     */
    @Test
    void shouldHandOverWhatAStaticMemberGaveUpBeforeItWasReplaced() throws Exception {
        String topic = kafka.topic("given-up", 4);
        Map<String, Object> a = Map.of("group.instance.id", "a", "session.timeout.ms", "60000");
        Map<String, Object> b = Map.of("group.instance.id", "b", "session.timeout.ms", "60000");
        Consumer<String, String> one = ours("given-up", "CooperativeStickyAssignor", a);
        Consumer<String, String> two = ours("given-up", "CooperativeStickyAssignor", b);
        CountDownLatch gaveUp = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        one.subscribe(List.of(topic), new Stopped(gaveUp, end));
        until(() -> one.assignment().size() == 4, poll(one));
        Thread stopped =
                new Thread(
                        () -> {
                            while (end.getCount() > 0) {
                                one.poll(Duration.ofMillis(20));
                            }
                        });
        stopped.setUncaughtExceptionHandler((thread, fenced) -> {});
        stopped.start();
        try {
            two.subscribe(List.of(topic));
            until(() -> gaveUp.getCount() == 0, poll(two));
            Consumer<String, String> again = ours("given-up", "CooperativeStickyAssignor", a);
            again.subscribe(List.of(topic));
            until(
                    () -> again.assignment().size() == 2 && two.assignment().size() == 2,
                    poll(two),
                    poll(again));
            assertEquals(4, distinct(two, again));
        } finally {
            end.countDown();
            stopped.join();
        }
    }

    /** Its application hangs as soon as it has to give something up. */
    private record Stopped(CountDownLatch gaveUp, CountDownLatch end)
            implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            gaveUp.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldLoseNothingAndDoubleNothingOverRebalancesWithCommits() {
        String topic = kafka.topic("handover", 4);
        for (int i = 0; i < 4; i++) {
            kafka.produce(topic, i, 0, 200, Map.of());
        }
        Map<String, Object> more =
                Map.of("max.poll.records", "25", "auto.commit.interval.ms", "100000");
        Consumer<String, String> one = ours("handover", "RangeAssignor", more);
        Consumer<String, String> two = ours("handover", "RangeAssignor", more);
        Map<String, Integer> seen = new HashMap<>();
        one.subscribe(List.of(topic));
        until(() -> seen.size() >= 200, count(one, seen));
        two.subscribe(List.of(topic));
        until(() -> seen.size() == 800, count(one, seen), count(two, seen));
        assertTrue(seen.values().stream().allMatch(times -> times == 1), "a record came twice");
    }

    @Test
    void shouldLeaveTheGroupWhenNobodyPolls() {
        String topic = kafka.topic("slow", 2);
        Consumer<String, String> slow =
                ours("slow-group", "RangeAssignor", Map.of("max.poll.interval.ms", "700"));
        Consumer<String, String> quick = ours("slow-group", "RangeAssignor", Map.of());
        Heard heard = new Heard();
        slow.subscribe(List.of(topic), heard);
        until(() -> slow.assignment().size() == 2, poll(slow));
        quick.subscribe(List.of(topic));
        until(() -> quick.assignment().size() == 2, poll(quick));
        assertThrows(
                CommitFailedException.class,
                () ->
                        slow.commitSync(
                                Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1))));
        until(
                () -> slow.assignment().size() == 1 && quick.assignment().size() == 1,
                poll(slow),
                poll(quick));
        assertFalse(heard.lost.isEmpty());
    }

    @Test
    void shouldRejoinWhenATopicGetsPartitions() {
        String topic = kafka.topic("growing", 1);
        Consumer<String, String> consumer =
                ours("growing", "RangeAssignor", Map.of("metadata.max.age.ms", "200"));
        consumer.subscribe(List.of(topic));
        until(() -> consumer.assignment().size() == 1, poll(consumer));
        kafka.grow(topic, 3);
        until(() -> consumer.assignment().size() == 3, poll(consumer));
    }

    private static int distinct(Consumer<?, ?>... consumers) {
        Set<TopicPartition> all = new HashSet<>();
        for (Consumer<?, ?> consumer : consumers) {
            all.addAll(consumer.assignment());
        }
        return all.size();
    }
}
