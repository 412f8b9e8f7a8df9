package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.MemberDescription;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Groups whose coordinator assigns (KIP-848), of our consumers and Kafka's, on both servers. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class ConsumerProtocolTest extends GroupContract {

    private static Map<String, Object> settings(String group, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("group.id", group);
        settings.putIfAbsent("group.protocol", "consumer");
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }

    private Consumer<String, String> ours(String group, Map<String, Object> more) {
        return opened.consumer(kafka.bootstrap(), settings(group, more));
    }

    private KafkaConsumer<String, String> kafkas(String group, Map<String, Object> more) {
        return kafkas(settings(group, more));
    }

    @Test
    void shouldShareAGroupWithKafkasOwnConsumersAndHandPartitionsOver() {
        String topic = kafka.topic("848-mixed", 6);
        Consumer<String, String> our = ours("848-mixed", Map.of());
        KafkaConsumer<String, String> their = kafkas("848-mixed", Map.of());
        Heard heard = new Heard();
        our.subscribe(List.of(topic), heard);
        until(() -> our.assignment().size() == 6, poll(our));
        their.subscribe(List.of(topic));
        until(
                () -> our.assignment().size() == 3 && their.assignment().size() == 3,
                poll(our),
                poll(their));
        Set<String> all = new HashSet<>();
        our.assignment().forEach(partition -> all.add(partition.toString()));
        their.assignment().forEach(partition -> all.add(partition.toString()));
        assertEquals(6, all.size());
        assertEquals(6, heard.assigned.size());
        assertEquals(3, heard.revoked.size());
        their.close();
        until(() -> our.assignment().size() == 6, poll(our));
        assertTrue(our.groupMetadata().generationId() > 3);
    }

    @Test
    void shouldGoFromTheClassicProtocolToThisOneAndBack() {
        String topic = kafka.topic("848-moves", 4);
        Map<String, Object> classic =
                Map.of(
                        "group.protocol",
                        "classic",
                        "session.timeout.ms",
                        "6000",
                        "heartbeat.interval.ms",
                        "100",
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        Consumer<String, String> old = ours("848-moves", classic);
        old.subscribe(List.of(topic));
        until(() -> old.assignment().size() == 4, poll(old));
        Consumer<String, String> fresh = ours("848-moves", Map.of());
        fresh.subscribe(List.of(topic));
        until(
                () -> old.assignment().size() == 2 && fresh.assignment().size() == 2,
                poll(old),
                poll(fresh));
        KafkaConsumer<String, String> third = kafkas("848-moves", classic);
        third.subscribe(List.of(topic));
        until(
                () ->
                        old.assignment().size() + third.assignment().size()
                                        == 2 + (fresh.assignment().size() == 1 ? 1 : 0)
                                && !third.assignment().isEmpty(),
                poll(old),
                poll(fresh),
                poll(third));
        fresh.close();
        until(
                () -> old.assignment().size() == 2 && third.assignment().size() == 2,
                poll(old),
                poll(third));
    }

    @Test
    void shouldReadWhatAnExpressionFindsAndFindMoreLater() {
        kafka.topic("848-re-a", 1);
        Consumer<String, String> remote = ours("848-remote", Map.of());
        Consumer<String, String> local = ours("848-local", Map.of("metadata.max.age.ms", "200"));
        KafkaConsumer<String, String> their = kafkas("848-theirs", Map.of());
        remote.subscribe(new SubscriptionPattern("848-re-.*"));
        local.subscribe(Pattern.compile("848-re-.*"));
        their.subscribe(new org.apache.kafka.clients.consumer.SubscriptionPattern("848-re-.*"));
        until(
                () ->
                        remote.assignment().size() == 1
                                && local.assignment().size() == 1
                                && their.assignment().size() == 1,
                poll(remote),
                poll(local),
                poll(their));
        kafka.topic("848-re-b", 1);
        until(() -> local.assignment().size() == 2, poll(remote), poll(local), poll(their));
    }

    @Test
    void shouldLoseNothingAndDoubleNothingWhilePartitionsMove() {
        String topic = kafka.topic("848-handover", 4);
        for (int i = 0; i < 4; i++) {
            kafka.produce(topic, i, 0, 200, Map.of());
        }
        Map<String, Object> more =
                Map.of("max.poll.records", "25", "auto.commit.interval.ms", "100000");
        Consumer<String, String> one = ours("848-handover", more);
        Consumer<String, String> two = ours("848-handover", more);
        Map<String, Integer> seen = new HashMap<>();
        one.subscribe(List.of(topic));
        until(() -> seen.size() >= 200, count(one, seen));
        two.subscribe(List.of(topic));
        until(() -> seen.size() == 800, count(one, seen), count(two, seen));
        assertTrue(seen.values().stream().allMatch(times -> times == 1), "a record came twice");
        two.commitSync();
        one.commitSync();
    }

    @Test
    void shouldLeaveTheGroupWhenNobodyPollsAndComeBack() {
        String topic = kafka.topic("848-slow", 2);
        Consumer<String, String> slow = ours("848-slow", Map.of("max.poll.interval.ms", "700"));
        Consumer<String, String> quick = ours("848-slow", Map.of("group.remote.assignor", "range"));
        Heard heard = new Heard();
        slow.subscribe(List.of(topic), heard);
        until(() -> slow.assignment().size() == 2, poll(slow));
        quick.subscribe(List.of(topic));
        until(() -> quick.assignment().size() == 2, poll(quick));
        until(
                () -> slow.assignment().size() == 1 && quick.assignment().size() == 1,
                poll(slow),
                poll(quick));
        assertFalse(heard.lost.isEmpty());
    }

    @Test
    void shouldKeepThePlaceOfAStaticMemberOverARestart() {
        String topic = kafka.topic("848-static", 4);
        Map<String, Object> a = Map.of("group.instance.id", "a");
        Map<String, Object> b = Map.of("group.instance.id", "b");
        Consumer<String, String> one = ours("848-static", a);
        Consumer<String, String> two = ours("848-static", b);
        one.subscribe(List.of(topic));
        two.subscribe(List.of(topic));
        until(
                () -> one.assignment().size() == 2 && two.assignment().size() == 2,
                poll(one),
                poll(two));
        int epoch = one.groupMetadata().generationId();
        Set<TopicPartition> before = two.assignment();
        two.close();
        Consumer<String, String> back = ours("848-static", b);
        back.subscribe(List.of(topic));
        until(() -> back.assignment().size() == 2, poll(one), poll(back));
        assertEquals(before, back.assignment());
        assertEquals(epoch, one.groupMetadata().generationId());
    }

    @Test
    void shouldDescribeGroupsOfBothKinds() throws Exception {
        String topic = kafka.topic("848-described", 2);
        Consumer<String, String> fresh = ours("848-described", Map.of("client.rack", "r"));
        fresh.subscribe(List.of(topic));
        Consumer<String, String> old =
                ours("848-described-old", Map.of("group.protocol", "classic"));
        old.subscribe(List.of(topic));
        until(
                () -> fresh.assignment().size() == 2 && old.assignment().size() == 2,
                poll(fresh),
                poll(old));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            Map<String, ConsumerGroupDescription> described =
                    admin.describeConsumerGroups(List.of("848-described", "848-described-old"))
                            .all()
                            .get();
            ConsumerGroupDescription group = described.get("848-described");
            assertEquals(GroupType.CONSUMER, group.type());
            assertTrue(group.groupEpoch().orElse(0) >= 2);
            MemberDescription member = group.members().iterator().next();
            assertEquals(fresh.assignment(), member.assignment().topicPartitions());
            assertEquals(Optional.of("r"), member.rackId());
            assertEquals(Optional.of(true), member.upgraded());
            ConsumerGroupDescription classic = described.get("848-described-old");
            assertEquals(GroupType.CLASSIC, classic.type());
            assertEquals(GroupState.STABLE, classic.groupState());
        }
    }

    @Test
    void shouldRefuseSettingsThatTheCoordinatorDecides() {
        assertThrows(
                ConfigException.class,
                () -> ours("848-settings", Map.of("session.timeout.ms", "6000")));
    }
}
