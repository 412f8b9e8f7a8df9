package io.leat.log.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random members that lose answers, repeat requests and fall silent, while topics grow, standbys
 * are asked for and the coordinator moves.
 */
class StreamsGroupPropertyTest {

    private static final int STEPS = 300;
    private static final int PROCESSES = 3;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("seeds", 25));
    }

    /** A thread as the protocol wants it: gives up first, takes when told. */
    private final class Client {
        private final String name;
        private final String process;
        private String id;
        private int epoch;
        private boolean alive = true;
        private Tasks owned = Tasks.NONE;
        private @Nullable Tasks told;
        private boolean mustSay = true;
        private int lives;

        Client(int number) {
            this.name = "m" + number;
            this.process = "p" + number % PROCESSES;
            this.id = name + "-0";
        }

        private StreamsGroupHeartbeatRequest request() {
            if (epoch == 0) {
                return StreamsHarness.joining(id).processId(process).build();
            }
            return mustSay
                    ? StreamsHarness.owning(id, epoch, owned).build()
                    : StreamsHarness.beating(id, epoch).build();
        }

        void step() {
            if (!alive) {
                return;
            }
            if (told != null && random.nextInt(3) > 0) {
                takeOver();
                return;
            }
            StreamsGroupHeartbeatRequest request = request();
            StreamsGroupHeartbeatResponse response = group.heartbeat(request);
            if (random.nextInt(6) == 0) {
                if (random.nextBoolean()) {
                    response = group.heartbeat(request); // the answer was lost: the same again
                } else {
                    mustSay = true; // the answer was lost: the next request says everything
                    return;
                }
            }
            answered(response);
        }

        private void answered(StreamsGroupHeartbeatResponse response) {
            switch (response.errorCode()) {
                case NONE -> {
                    epoch = response.memberEpoch();
                    mustSay = false;
                    Tasks target = StreamsHarness.told(response);
                    if (target != null) {
                        told = target;
                        owned = owned.common(target);
                        mustSay = true;
                    }
                }
                case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> abandon();
                default -> throw new AssertionError(response.toString());
            }
        }

        void takeOver() {
            if (told != null) {
                owned = told;
                mustSay = true;
            }
            told = null;
        }

        private void abandon() {
            owned = Tasks.NONE;
            told = null;
            epoch = 0;
            mustSay = true;
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
                group.beat(id, -1);
                abandon();
            }
        }

        boolean isMember() {
            return alive && epoch > 0;
        }
    }

    private final StreamsHarness group = new StreamsHarness();
    private final List<Client> clients = new ArrayList<>();
    private Random random = new Random();
    private int partitions;
    private int replicas;

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverLetTwoProcessATaskAndLeaveNoneOut(long seed) {
        random = new Random(seed);
        partitions = 1 + random.nextInt(5);
        group.withTopics(partitions);
        for (int i = 0; i < 5; i++) {
            clients.add(new Client(i));
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
            case 1 -> client.alive = false;
            case 2 -> clients.forEach(Client::revive);
            case 3 -> client.leave();
            case 4 -> group.withTopics(++partitions);
            case 5 -> silence(StreamsHarness.REBALANCE_MS);
            case 6 -> {
                replicas = random.nextInt(PROCESSES);
                group.standbyReplicas(replicas);
            }
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

    /** Nobody processes what somebody else does; a process has a task at most once. */
    private void checkOwners(String what) {
        Map<TaskId, String> processed = new HashMap<>();
        Map<String, String> held = new HashMap<>();
        for (Client client : clients) {
            if (!client.isMember()) {
                continue; // it does nothing any more, or is fenced before anybody gets its tasks
            }
            for (Tasks.Role role : Tasks.Role.values()) {
                for (TaskId task : client.owned.of(role)) {
                    assertNull(
                            held.put(client.process + " " + task, client.id),
                            what + ": twice in a process: " + client.id);
                    if (role == Tasks.Role.ACTIVE) {
                        assertNull(processed.put(task, client.id), what + ": " + client.id);
                    }
                }
            }
        }
    }

    private void settle() {
        clients.forEach(Client::revive);
        for (int round = 0; round < 40; round++) {
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
        TreeSet<TaskId> active = new TreeSet<>();
        Map<TaskId, Integer> standbys = new HashMap<>();
        for (Client client : clients) {
            assertTrue(client.epoch > 0, what);
            active.addAll(client.owned.active());
            client.owned.standby().forEach(task -> standbys.merge(task, 1, Integer::sum));
        }
        assertEquals(2 * partitions, active.size(), what);
        for (int partition = 0; partition < partitions; partition++) {
            TaskId stateful = new TaskId("1", partition);
            assertEquals(replicas, standbys.getOrDefault(stateful, 0), what + " " + stateful);
        }
    }
}
