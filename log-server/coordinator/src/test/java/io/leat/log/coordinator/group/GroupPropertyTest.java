package io.leat.log.coordinator.group;

import static io.leat.log.coordinator.group.GroupHarness.committingInTransaction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Asked;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random members that join, sync, commit, fall silent and retry, while the coordinator moves. */
class GroupPropertyTest {

    private static final int STEPS = 300;

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, Integer.getInteger("seeds", 100));
    }

    /** A client that does one thing at a time, and forgets its id when it is told to. */
    private final class Client {
        String id = "";
        int generation = -1;
        @Nullable Asked<JoinGroupResponse> joining;
        @Nullable Asked<SyncGroupResponse> syncing;
        boolean assigned;

        void step(Random random) {
            if (joining != null) {
                joined(joining);
            } else if (syncing != null) {
                synced(syncing);
            } else if (generation < 0) {
                joining = groups.join(id);
            } else {
                act(random);
            }
        }

        void deliver() {
            if (joining != null) {
                joined(joining);
            }
        }

        private void joined(Asked<JoinGroupResponse> asked) {
            if (asked.isOpen()) {
                return;
            }
            joining = null;
            if (!asked.isResolved()) {
                return;
            }
            JoinGroupResponse response = asked.value();
            switch (response.errorCode()) {
                case NONE -> {
                    generation = response.generationId();
                    assigned = false;
                    Map<String, String> assignment = new HashMap<>();
                    if (response.leader().equals(id)) {
                        leaders.merge(generation + "", id, GroupPropertyTest::same);
                        response.members().forEach(m -> assignment.put(m.memberId(), "x"));
                    }
                    syncing = groups.sync(id, generation, assignment);
                }
                case MEMBER_ID_REQUIRED -> id = response.memberId();
                case UNKNOWN_MEMBER_ID -> id = "";
                default -> {}
            }
        }

        private void synced(Asked<SyncGroupResponse> asked) {
            if (asked.isOpen()) {
                return;
            }
            syncing = null;
            assigned = asked.isResolved() && asked.value().errorCode() == ErrorCode.NONE;
            if (!assigned) {
                generation = -1;
            }
        }

        private void act(Random random) {
            switch (random.nextInt(4)) {
                case 0 -> commit();
                case 1 -> beat();
                case 2 -> {
                    if (random.nextInt(8) == 0) {
                        groups.leave(GroupHarness.identity(id, null));
                        forget();
                    }
                }
                default -> {}
            }
        }

        private void beat() {
            ErrorCode error = groups.heartbeat(id, generation);
            if (error == ErrorCode.UNKNOWN_MEMBER_ID) {
                forget();
            } else if (error != ErrorCode.NONE) {
                generation = -1;
            }
        }

        private void commit() {
            ErrorCode error = groups.commit(next, id, generation);
            if (error == ErrorCode.NONE) {
                assertTrue(
                        generation >= lastCommitGeneration,
                        "a commit of generation " + generation + " was accepted too late");
                lastCommitGeneration = generation;
                committed = next++;
            }
        }

        private void forget() {
            id = "";
            generation = -1;
        }
    }

    private final GroupHarness groups = new GroupHarness();
    private final Map<String, String> leaders = new HashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private int lastCommitGeneration;
    private long next = 1;
    private long committed = -1;

    private static String same(String before, String now) {
        assertEquals(before, now, "two leaders in one generation");
        return now;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepOneOwnerAndNeverLoseAnOffset(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            clients.add(new Client());
        }
        for (int step = 0; step < STEPS; step++) {
            clients.get(random.nextInt(clients.size())).step(random);
            if (random.nextInt(4) == 0) {
                groups.loop.advance(random.nextInt(3_000));
            }
            if (random.nextInt(60) == 0) {
                failOver();
            }
            if (random.nextInt(20) == 0) {
                pendingCommit(random);
            }
            assertEquals(committed, groups.offset(), "seed " + seed + " step " + step);
        }
        failOver();
    }

    /**
     * A generation that was never completed is not saved, so its number may come again: what the
     * old coordinator said of it is delivered first.
     */
    private void failOver() {
        clients.forEach(Client::deliver);
        Object before = groups.durable();
        groups.failOver();
        assertEquals(before, groups.durable(), "a reload must give what was there");
        leaders.clear();
    }

    private void pendingCommit(Random random) {
        groups.commitInTransaction(committingInTransaction(7, 1_000_000 + next).build());
        boolean commit = random.nextBoolean();
        if (random.nextInt(4) == 0) {
            failOver();
        }
        groups.endTransaction(7, commit);
        if (commit) {
            committed = 1_000_000 + next++;
        }
    }
}
