package io.leat.log.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.group.MembersProperty;
import io.leat.log.coordinator.group.RandomMember;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random members that lose answers, repeat requests and fall silent, while topics grow, standbys
 * are asked for and the coordinator moves.
 */
class StreamsGroupPropertyTest
        extends MembersProperty<StreamsGroupPropertyTest.Client, StreamsHarness> {

    private static final int PROCESSES = 3;

    /** A thread. */
    static final class Client
            extends RandomMember<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> {

        private final StreamsHarness group;
        private final String process;
        private Tasks owned = Tasks.NONE;
        private @Nullable Tasks told;
        private boolean mustSay = true;

        Client(int number, Random random, StreamsHarness group) {
            super("m" + number, random, group::heartbeat);
            this.group = group;
            this.process = "p" + number % PROCESSES;
        }

        @Override
        protected StreamsGroupHeartbeatRequest request() {
            if (epoch() == 0) {
                return StreamsHarness.joining(id()).processId(process).build();
            }
            return mustSay
                    ? StreamsHarness.owning(id(), epoch(), owned).build()
                    : StreamsHarness.beating(id(), epoch()).build();
        }

        @Override
        protected ErrorCode error(StreamsGroupHeartbeatResponse response) {
            return response.errorCode();
        }

        @Override
        protected int epoch(StreamsGroupHeartbeatResponse response) {
            return response.memberEpoch();
        }

        @Override
        protected void accepted(StreamsGroupHeartbeatResponse response) {
            mustSay = false;
            Tasks target = StreamsHarness.told(response);
            if (target != null) {
                told = target;
                owned = owned.common(target);
                mustSay = true;
            }
        }

        @Override
        protected boolean wasTold() {
            return told != null;
        }

        @Override
        protected void takeOver() {
            if (told != null) {
                owned = told;
                mustSay = true;
            }
            told = null;
        }

        @Override
        protected void forget() {
            owned = Tasks.NONE;
            told = null;
            mustSay = true;
        }

        @Override
        protected void sayAll() {
            mustSay = true;
        }

        @Override
        protected void tellLeaving() {
            group.beat(id(), -1);
        }
    }

    private int partitions;
    private int replicas;

    StreamsGroupPropertyTest() {
        super(new StreamsHarness());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverLetTwoProcessATaskAndLeaveNoneOut(long seed) {
        random.setSeed(seed);
        partitions = 1 + random.nextInt(5);
        group.withTopics(partitions);
        for (int i = 0; i < 5; i++) {
            members.add(new Client(i, random, group));
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
            case 4 -> group.withTopics(++partitions);
            case 5 -> silence(StreamsHarness.REBALANCE_MS);
            default -> {
                replicas = random.nextInt(PROCESSES);
                group.standbyReplicas(replicas);
            }
        }
    }

    /** Nobody processes what somebody else does; a process has a task at most once. */
    @Override
    protected void checkOwners(String what) {
        Map<TaskId, String> processed = new HashMap<>();
        Map<String, String> held = new HashMap<>();
        for (Client client : members) {
            if (!client.isMember()) {
                continue; // it does nothing any more, or is fenced before anybody gets its tasks
            }
            for (Tasks.Role role : Tasks.Role.values()) {
                for (TaskId task : client.owned.of(role)) {
                    assertNull(
                            held.put(client.process + " " + task, client.id()),
                            what + ": twice in a process: " + client.id());
                    if (role == Tasks.Role.ACTIVE) {
                        assertNull(processed.put(task, client.id()), what + ": " + client.id());
                    }
                }
            }
        }
    }

    @Override
    protected void checkComplete(String what) {
        assertEquals("Stable", group.describe().groupState(), what);
        TreeSet<TaskId> active = new TreeSet<>();
        Map<TaskId, Integer> standbys = new HashMap<>();
        for (Client client : members) {
            assertTrue(client.epoch() > 0, what);
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
