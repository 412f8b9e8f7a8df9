package io.leat.log.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.MembersProperty;
import io.leat.log.coordinator.group.OffsetCommitter;
import io.leat.log.coordinator.group.OffsetRule;
import io.leat.log.coordinator.group.RandomMember;
import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random members that lose answers, repeat requests, fall silent and change their minds, while
 * topics grow and the coordinator moves.
 */
class ConsumerGroupPropertyTest
        extends MembersProperty<ConsumerGroupPropertyTest.Client, ConsumerHarness> {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private record Partition(Uuid topic, int number) {}

    /** A consumer. */
    static final class Client
            extends RandomMember<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {

        private final ConsumerHarness group;
        private final TreeMap<Uuid, TreeSet<Integer>> owned = new TreeMap<>();
        private List<String> topics = List.of("a");
        private @Nullable TreeMap<Uuid, TreeSet<Integer>> told;
        private boolean mustSay = true;
        private boolean resubscribed;
        private boolean sayAll;

        Client(String name, Random random, ConsumerHarness group) {
            super(name, random, group::heartbeat);
            this.group = group;
        }

        @Override
        protected ConsumerGroupHeartbeatRequest request() {
            ConsumerGroupHeartbeatRequest.Builder request = ConsumerHarness.beating(id(), epoch());
            if (epoch() == 0) {
                return ConsumerHarness.joining(id(), topics.toArray(String[]::new)).build();
            }
            if (sayAll) {
                request.rebalanceTimeoutMs(ConsumerHarness.REBALANCE_MS);
            }
            if (resubscribed || sayAll) {
                request.subscribedTopicNames(topics);
            }
            if (mustSay || sayAll) {
                List<ConsumerGroupHeartbeatRequest.TopicPartitions> said = new ArrayList<>();
                owned.forEach(
                        (topic, numbers) ->
                                said.add(
                                        new ConsumerGroupHeartbeatRequest.TopicPartitions(
                                                topic, List.copyOf(numbers))));
                request.topicPartitions(said);
            }
            return request.build();
        }

        @Override
        protected ErrorCode error(ConsumerGroupHeartbeatResponse response) {
            return response.errorCode();
        }

        @Override
        protected int epoch(ConsumerGroupHeartbeatResponse response) {
            return response.memberEpoch();
        }

        @Override
        protected void accepted(ConsumerGroupHeartbeatResponse response) {
            mustSay = false;
            sayAll = false;
            resubscribed = false;
            if (response.assignment() != null) {
                told = new TreeMap<>(ConsumerHarness.assigned(response));
                giveUp();
            }
        }

        private void giveUp() {
            owned.forEach((topic, numbers) -> numbers.retainAll(toldOf(topic)));
            owned.values().removeIf(TreeSet::isEmpty);
            mustSay = true;
        }

        private TreeSet<Integer> toldOf(Uuid topic) {
            return told == null ? new TreeSet<>() : told.getOrDefault(topic, new TreeSet<>());
        }

        @Override
        protected boolean wasTold() {
            return told != null;
        }

        @Override
        protected void takeOver() {
            if (told != null) {
                told.forEach((topic, numbers) -> owned.put(topic, new TreeSet<>(numbers)));
                mustSay = true;
            }
            told = null;
        }

        @Override
        protected void forget() {
            owned.clear();
            told = null;
            mustSay = true;
        }

        @Override
        protected void sayAll() {
            sayAll = true;
        }

        @Override
        protected void tellLeaving() {
            group.beat(id(), -1);
        }

        void subscribe(List<String> next) {
            topics = next;
            resubscribed = true;
        }
    }

    ConsumerGroupPropertyTest() {
        super(new ConsumerHarness());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverGiveAPartitionToTwoAndLeaveNoneOut(long seed) {
        random.setSeed(seed);
        NAMES.forEach(name -> group.topics.with(name, 1 + random.nextInt(5)));
        for (int i = 0; i < 4; i++) {
            members.add(new Client("m" + i, random, group));
        }
        run(seed);
    }

    @Override
    protected Object durable() {
        return group.durable();
    }

    @Override
    protected void happens(int what, Client client) {
        switch (what) {
            case 4 -> {
                List<String> next = new ArrayList<>(NAMES);
                next.removeIf(each -> random.nextInt(3) == 0);
                client.subscribe(next);
            }
            case 5 -> {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                Uuid id = Topics.idOf(name);
                group.topics.with(name, group.topics.partitions(id) + 1);
            }
            default -> silence(ConsumerHarness.REBALANCE_MS);
        }
    }

    /** Who owns a partition may commit in it: whoever thinks so and may not is fenced soon. */
    @Override
    protected void checkOwners(String what) {
        ConsumerGroup known = group.group();
        Map<Partition, String> owners = new HashMap<>();
        for (Client client : members) {
            if (known == null || !client.isMember()) {
                continue;
            }
            OffsetRule rule = known.commitRule(committer(client), new Moment(0, 0));
            client.owned.forEach(
                    (topic, numbers) ->
                            numbers.forEach(
                                    number -> {
                                        if (rule.check(topic, number) == ErrorCode.NONE) {
                                            assertNull(
                                                    owners.put(
                                                            new Partition(topic, number),
                                                            client.id()),
                                                    what + ": " + client.id());
                                        }
                                    }));
        }
    }

    private static OffsetCommitter committer(Client client) {
        return new OffsetCommitter(client.id(), null, client.epoch(), false, 9);
    }

    @Override
    protected void checkComplete(String what) {
        assertEquals("Stable", group.describe().groupState(), what);
        for (String name : NAMES) {
            Uuid id = Topics.idOf(name);
            boolean read = members.stream().anyMatch(client -> client.topics.contains(name));
            TreeSet<Integer> given = new TreeSet<>();
            members.forEach(client -> given.addAll(client.owned.getOrDefault(id, new TreeSet<>())));
            int wanted = read ? group.topics.partitions(id) : 0;
            assertEquals(wanted, given.size(), what + " topic " + name);
        }
        members.forEach(client -> assertTrue(client.epoch() > 0, what));
        assertEquals(ErrorCode.NONE, group.describe().errorCode());
    }
}
