package io.leat.log.coordinator.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.OffsetCommitter;
import io.leat.log.coordinator.group.OffsetRule;
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
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random members that lose answers, repeat requests, fall silent and change their minds, while
 * topics grow and the coordinator moves.
 */
class ConsumerGroupPropertyTest {

    private static final int STEPS = 300;
    private static final List<String> NAMES = List.of("a", "b", "c");

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("seeds", 25));
    }

    private record Partition(Uuid topic, int number) {}

    /** A consumer as the protocol wants it: gives up first, takes when told. */
    private final class Client {
        private final String name;
        private String id;
        private int epoch;
        private List<String> topics = List.of("a");
        private boolean alive = true;
        private final TreeMap<Uuid, TreeSet<Integer>> owned = new TreeMap<>();
        private @Nullable TreeMap<Uuid, TreeSet<Integer>> told;
        private boolean mustSay = true;
        private boolean resubscribed;
        private boolean sayAll;
        private int lives;

        Client(String name) {
            this.name = name;
            this.id = name + "-0";
        }

        private ConsumerGroupHeartbeatRequest request() {
            ConsumerGroupHeartbeatRequest.Builder request = ConsumerHarness.beating(id, epoch);
            if (epoch == 0) {
                return ConsumerHarness.joining(id, topics.toArray(String[]::new)).build();
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

        void step() {
            if (!alive) {
                return;
            }
            if (told != null && random.nextInt(3) > 0) {
                takeOver();
                return;
            }
            ConsumerGroupHeartbeatRequest request = request();
            ConsumerGroupHeartbeatResponse response = group.heartbeat(request);
            if (random.nextInt(6) == 0) {
                if (random.nextBoolean()) {
                    response = group.heartbeat(request); // the answer was lost: the same again
                } else {
                    sayAll = true; // the answer was lost: the next request says everything
                    return;
                }
            }
            answered(response);
        }

        private void answered(ConsumerGroupHeartbeatResponse response) {
            switch (response.errorCode()) {
                case NONE -> {
                    epoch = response.memberEpoch();
                    mustSay = false;
                    sayAll = false;
                    resubscribed = false;
                    if (response.assignment() != null) {
                        told = new TreeMap<>(ConsumerHarness.assigned(response));
                        giveUp();
                    }
                }
                case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> abandon();
                default -> throw new AssertionError(response.toString());
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

        private void takeOver() {
            if (told != null) {
                told.forEach((topic, numbers) -> owned.put(topic, new TreeSet<>(numbers)));
                mustSay = true;
            }
            told = null;
        }

        private void abandon() {
            owned.clear();
            told = null;
            epoch = 0;
            mustSay = true;
        }

        void die() {
            alive = false;
        }

        void revive() {
            if (!alive) {
                abandon();
                id = name + "-" + ++lives;
                alive = true;
            }
        }

        void leave() {
            if (alive && epoch > 0) {
                owned.clear();
                told = null;
                group.beat(id, -1);
                abandon();
            }
        }

        void subscribe() {
            List<String> next = new ArrayList<>(NAMES);
            next.removeIf(each -> random.nextInt(3) == 0);
            topics = next;
            resubscribed = true;
        }

        boolean isMember() {
            return alive && epoch > 0;
        }
    }

    private final ConsumerHarness group = new ConsumerHarness();
    private final List<Client> clients = new ArrayList<>();
    private Random random = new Random();

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverGiveAPartitionToTwoAndLeaveNoneOut(long seed) {
        random = new Random(seed);
        NAMES.forEach(name -> group.topics.with(name, 1 + random.nextInt(5)));
        for (int i = 0; i < 4; i++) {
            clients.add(new Client("m" + i));
        }
        for (int step = 0; step < STEPS; step++) {
            Client client = clients.get(random.nextInt(clients.size()));
            client.step();
            happens(client);
            checkOwners("seed " + seed + " step " + step);
        }
        settle();
        checkComplete("seed " + seed);
        failOver();
    }

    private void happens(Client client) {
        switch (random.nextInt(40)) {
            case 0 -> failOver();
            case 1 -> client.die();
            case 2 -> clients.forEach(Client::revive);
            case 3 -> client.leave();
            case 4 -> client.subscribe();
            case 5 -> {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                Uuid id = Topics.idOf(name);
                group.topics.with(name, group.topics.partitions(id) + 1);
            }
            case 6 -> silence(ConsumerHarness.REBALANCE_MS);
            default -> group.loop.advance(random.nextInt(500));
        }
    }

    /** Who is silent for so long may have lost its place, and so gives up what it has. */
    private void silence(long ms) {
        group.loop.advance(ms);
        clients.forEach(Client::abandon);
    }

    private void failOver() {
        Object before = group.durable();
        group.failOver();
        assertEquals(before, group.durable(), "a reload must give what was there");
    }

    /** Who owns a partition may commit in it: whoever thinks so and may not is fenced soon. */
    private void checkOwners(String what) {
        ConsumerGroup known = group.group();
        Map<Partition, String> owners = new HashMap<>();
        for (Client client : clients) {
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
                                                            client.id),
                                                    what + ": " + client.id);
                                        }
                                    }));
        }
    }

    private static OffsetCommitter committer(Client client) {
        return new OffsetCommitter(client.id, null, client.epoch, false, 9);
    }

    private void settle() {
        clients.forEach(Client::revive);
        for (int round = 0; round < 30; round++) {
            for (Client client : clients) {
                client.takeOver();
                client.answered(group.heartbeat(client.request()));
            }
            group.loop.advance(5_000);
        }
        clients.forEach(Client::takeOver);
    }

    private void checkComplete(String what) {
        assertEquals("Stable", group.describe().groupState(), what);
        checkOwners(what);
        for (String name : NAMES) {
            Uuid id = Topics.idOf(name);
            boolean read = clients.stream().anyMatch(client -> client.topics.contains(name));
            TreeSet<Integer> given = new TreeSet<>();
            clients.forEach(client -> given.addAll(client.owned.getOrDefault(id, new TreeSet<>())));
            int wanted = read ? group.topics.partitions(id) : 0;
            assertEquals(wanted, given.size(), what + " topic " + name);
        }
        clients.forEach(client -> assertTrue(client.epoch > 0, what));
        assertEquals(ErrorCode.NONE, group.describe().errorCode());
    }
}
