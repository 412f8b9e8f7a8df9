package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no log of a group coordinator may say of streams groups is seen, and the rest is not. */
final class StreamsGroupStatesTest {

    private static final List<Integer> NONE = List.of();

    private final StreamsGroupStates states = new StreamsGroupStates();

    private void record(LogRecord key, @Nullable LogRecord value) {
        RawRecord raw = new GroupRecordCodec().encode(new Kept("g", key, value));
        states.record(raw.key(), raw.value());
    }

    private void epoch(int epoch) {
        record(
                new StreamsGroupMetadataKey("g"),
                new StreamsGroupMetadataValue(epoch, 0, 0, List.of()));
    }

    private void assigned(int epoch) {
        record(
                new StreamsGroupTargetAssignmentMetadataKey("g"),
                new StreamsGroupTargetAssignmentMetadataValue(epoch, 0));
    }

    private void joins(String member, String process) {
        record(
                new StreamsGroupMemberMetadataKey("g", member),
                StreamsGroupMemberMetadataValue.builder()
                        .clientId(member)
                        .clientHost("h")
                        .processId(process)
                        .clientTags(List.of())
                        .build());
    }

    private void leaves(String member) {
        record(new StreamsGroupMemberMetadataKey("g", member), null);
    }

    private void meant(String member, List<Integer> active, List<Integer> standby) {
        record(
                new StreamsGroupTargetAssignmentMemberKey("g", member),
                new StreamsGroupTargetAssignmentMemberValue(
                        targets(active), targets(standby), List.of()));
    }

    private static List<StreamsGroupTargetAssignmentMemberValue.TaskIds> targets(
            List<Integer> partitions) {
        return List.of(new StreamsGroupTargetAssignmentMemberValue.TaskIds("0", partitions));
    }

    private void has(
            String member,
            int epoch,
            List<Integer> active,
            List<Integer> standby,
            List<Integer> revoking) {
        record(
                new StreamsGroupCurrentMemberAssignmentKey("g", member),
                StreamsGroupCurrentMemberAssignmentValue.builder()
                        .memberEpoch(epoch)
                        .previousMemberEpoch(epoch)
                        .activeTasks(held(active))
                        .standbyTasks(held(standby))
                        .warmupTasks(List.of())
                        .activeTasksPendingRevocation(held(revoking))
                        .standbyTasksPendingRevocation(List.of())
                        .warmupTasksPendingRevocation(List.of())
                        .build());
    }

    private static List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> held(
            List<Integer> partitions) {
        return List.of(new StreamsGroupCurrentMemberAssignmentValue.TaskIds("0", partitions, null));
    }

    /** Each is active with one task and has the other one's standby. */
    private void twoMembers() {
        epoch(5);
        joins("a", "p");
        joins("b", "q");
        meant("a", List.of(0), List.of(1));
        meant("b", List.of(1), List.of(0));
        assigned(5);
        has("a", 5, List.of(0), List.of(1), NONE);
        has("b", 5, List.of(1), List.of(0), NONE);
        states.batchEnds();
    }

    private String violation() {
        return assertThrows(Violation.class, states::batchEnds).getMessage();
    }

    @Test
    void shouldSeeATaskThatIsActiveTwiceUntilItIsLetGo() {
        twoMembers();
        has("a", 5, NONE, NONE, List.of(0));
        epoch(6);
        meant("a", NONE, NONE);
        meant("b", List.of(0, 1), NONE);
        assigned(6);
        states.batchEnds();
        has("b", 6, List.of(0, 1), NONE, NONE);
        assertEquals("Task[subtopology=0, partition=0] of group g belongs to a and b", violation());
        leaves("a");
        has("b", 6, List.of(0, 1), NONE, NONE);
        states.batchEnds();
        assertEquals(1, states.handedOver());
    }

    @Test
    void shouldSeeATaskThatAProcessHasTwice() {
        twoMembers();
        epoch(6);
        joins("b", "p");
        assertTrue(violation().startsWith("[p, Task[subtopology=0, partition="));
    }

    @Test
    void shouldSeeATaskThatIsMeantForTwo() {
        twoMembers();
        epoch(6);
        meant("a", List.of(0, 1), NONE);
        assigned(6);
        assertTrue(violation().contains("partition=1] of group g belongs to a and b"));
    }

    @Test
    void shouldSeeWhatNobodyMeantAMemberToHave() {
        twoMembers();
        epoch(6);
        meant("a", List.of(0), NONE);
        assigned(6);
        has("a", 6, List.of(0), List.of(1), NONE);
        assertTrue(violation().contains("is meant for it"));
    }

    @Test
    void shouldSeeEpochsThatFallOrRunAhead() {
        twoMembers();
        assertThrows(Violation.class, () -> epoch(4));
        assertThrows(Violation.class, () -> assigned(4));
        assertThrows(Violation.class, () -> has("a", 4, NONE, NONE, NONE));
        has("a", 6, List.of(0), NONE, NONE);
        assertTrue(violation().startsWith("member a is at 6, the assignment at 5"));
    }

    @Test
    void shouldTellAStayFromTheNextOfTheSameMember() {
        assertNull(states.stay("g", "a"));
        twoMembers();
        Object stay = states.stay("g", "a");
        assertNotNull(stay);
        joins("a", "p");
        assertSame(stay, states.stay("g", "a"));
        leaves("a");
        assertNull(states.stay("g", "a"));
        joins("a", "p");
        assertNotSame(stay, states.stay("g", "a"));
    }
}
