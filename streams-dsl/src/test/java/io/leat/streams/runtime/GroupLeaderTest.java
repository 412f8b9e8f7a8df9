package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.MockAdminClient;
import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.common.TopicPartition;
import io.leat.log.runtime.Clock;
import io.leat.streams.Insides;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.runtime.GroupData.Again;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the leader tells the members of a group, and what they make of it. */
class GroupLeaderTest {

    private static final TaskId FIRST = new TaskId(0, 0);
    private static final TaskId SECOND = new TaskId(0, 1);

    private final AtomicLong nowMs = new AtomicLong();
    private final TaskPlan plan = plan();
    private final MockAdminClient admin = new MockAdminClient();
    private final GroupLeader leader =
            new GroupLeader(
                    plan,
                    new ChangelogEnds(admin, "app"),
                    admin,
                    new AssignmentConfigs(0L, 2, 0, 60_000L, List.of()),
                    null);

    private static TaskPlan plan() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").foreach((key, value) -> {});
        return new TaskPlan("app", Insides.subtopologies(builder.build()));
    }

    private static TopicPartition in(int partition) {
        return new TopicPartition("in", partition);
    }

    private Joiner member(String process, Set<TaskId> ran, Set<TopicPartition> owned) {
        return new Joiner(
                new MemberData(process, null, Map.of(), ran, Map.of(), false, plan.digest()),
                Optional.empty(),
                owned);
    }

    private GroupLeader.Decision decide(Joiner one, Joiner other) {
        return leader.decide(
                Map.of(FIRST, Set.of(in(0)), SECOND, Set.of(in(1))),
                new TreeMap<>(Map.of("one", one, "other", other)));
    }

    private static GroupData told(GroupLeader.Decision decision, String member) {
        return Objects.requireNonNull(
                GroupData.decode(
                        Objects.requireNonNull(decision.assignments().get(member)).userData()));
    }

    private GroupMember follower() {
        GroupView view =
                new GroupView(
                        new GroupView.Identity("p", null, Map.of(), Map::of, plan.digest()),
                        new GroupView.Hearer() {
                            @Override
                            public void assigned(Share share) {}

                            @Override
                            public void shutdown() {}
                        });
        Clock clock =
                new Clock() {
                    @Override
                    public long nanos() {
                        return nowMs.get() * 1_000_000;
                    }

                    @Override
                    public long epochMillis() {
                        return nowMs.get();
                    }
                };
        return new GroupMember(view, Set::of, id -> {}, clock, 60_000);
    }

    @Test
    void shouldHaveWhoAwaitsATaskAskForItIfItsOwnerForgets() {
        GroupLeader.Decision decision =
                decide(
                        member("a", Set.of(FIRST, SECOND), Set.of(in(0), in(1))),
                        member("b", Set.of(), Set.of()));
        assertEquals(Again.NEVER, told(decision, "one").again());
        assertEquals(Again.SOON, told(decision, "other").again(), "its task is still at the other");
        // A process that comes back under its instance id gets this without a rebalance.
        GroupMember restarted = follower();
        restarted.told(
                Objects.requireNonNull(decision.assignments().get("other")).userData(),
                new ConsumerGroupMetadata("app", 3, "other", Optional.of("b-1")));
        assertFalse(restarted.takeProbe(), "who gives up asks at once");
        nowMs.addAndGet(5_000);
        assertTrue(restarted.takeProbe());
        assertFalse(restarted.takeProbe(), "once");
    }

    @Test
    void shouldWaitForNothingOnceTheGroupComesTogether() {
        GroupMember member = follower();
        member.told(
                new GroupData(Set.of(), Set.of(), Map.of(), false, "", Again.SOON).encode(),
                new ConsumerGroupMetadata("app", 3, "other", Optional.of("b-1")));
        member.tell();
        nowMs.addAndGet(100_000);
        assertFalse(member.takeProbe());
        GroupLeader.Decision decision =
                decide(member("a", Set.of(FIRST), Set.of(in(0))), member("b", Set.of(), Set.of()));
        assertEquals(Again.NEVER, told(decision, "other").again());
    }

    @Test
    void shouldHaveEachMemberAskLaterWhereStoresGetWarm() {
        GroupMember member = follower();
        member.told(
                new GroupData(Set.of(), Set.of(), Map.of(), false, "", Again.LATER).encode(),
                new ConsumerGroupMetadata("app", 3, "other", Optional.of("b-1")));
        nowMs.addAndGet(59_000);
        assertFalse(member.takeProbe());
        nowMs.addAndGet(1_000);
        assertTrue(member.takeProbe());
    }
}
