package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.common.TopicPartition;
import io.leat.streams.Insides;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.TaskId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Members that run another topology than their group are told so; the others work on. */
class StrangersTest {

    private static TaskPlan counting(String store) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").groupByKey().count(Materialized.as(store));
        return new TaskPlan("app", Insides.subtopologies(builder.build()));
    }

    private final TaskPlan mine = counting("mine");
    private final TaskPlan other = counting("other");
    private final Strangers strangers = new Strangers(mine);

    /** Reads partitions {@code 0} to {@code reads}. */
    private static Joiner member(String topology, int reads) {
        Set<TopicPartition> owned = new LinkedHashSet<>();
        for (int partition = 0; partition < reads; partition++) {
            owned.add(new TopicPartition("in", partition));
        }
        return new Joiner(
                new MemberData("p", null, Map.of(), Set.of(), Map.of(), false, topology),
                Optional.empty(),
                owned);
    }

    private static String refusal(Assignment assignment) {
        assertEquals(List.of(), assignment.partitions());
        return Objects.requireNonNull(GroupData.decode(assignment.userData())).refusal();
    }

    @Test
    void shouldTellPlansApartByWhatTasksReadAndRestore() {
        assertEquals(mine.digest(), counting("mine").digest());
        assertNotEquals(mine.digest(), other.digest());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("elsewhere").groupByKey().count(Materialized.as("mine"));
        assertNotEquals(
                mine.digest(),
                new TaskPlan("app", Insides.subtopologies(builder.build())).digest());
        StreamsBuilder more = new StreamsBuilder();
        more.stream("in").filter((k, v) -> true).groupByKey().count(Materialized.as("mine"));
        assertEquals(
                mine.digest(),
                new TaskPlan("app", Insides.subtopologies(more.build())).digest(),
                "an operator more does not change who can do what");
    }

    @Test
    void shouldGoByWhatIsReadThenByHeadsThenByTheLeader() {
        String own = mine.digest();
        assertEquals(own, strangers.topologyOfGroup(List.of(member(own, 0), member("x", 0))));
        assertEquals(
                "x",
                strangers.topologyOfGroup(List.of(member(own, 0), member("x", 0), member("x", 0))));
        assertEquals(
                own,
                strangers.topologyOfGroup(List.of(member(own, 1), member("x", 0), member("x", 0))));
        assertEquals("x", strangers.topologyOfGroup(List.of(member(own, 0), member("x", 1))));
        assertEquals(
                own,
                strangers.topologyOfGroup(List.of(member(own, 0), member("", 9))),
                "who does not say goes with any");
    }

    @Test
    void shouldRefuseThoseThatDifferAndSayWhatDiffers() {
        Map<String, Joiner> members = new TreeMap<>();
        members.put("a", member(mine.digest(), 1));
        members.put("b", member(other.digest(), 0));
        members.put("c", member("", 0));
        Map<String, Assignment> refused = strangers.refuse(members, mine.digest());
        assertEquals(Set.of("b"), refused.keySet());
        String why = refusal(refused.get("b"));
        assertTrue(why.contains("another topology than the other instances of application app"));
        assertTrue(why.contains(other.digest() + " here, " + mine.digest() + " there"), why);
    }

    @Test
    void shouldLeaveAllWhereTheyAreWhenTheLeaderHasToGo() {
        Map<String, Joiner> members = new TreeMap<>();
        members.put("leader", member(mine.digest(), 0));
        members.put("a", member("x", 3));
        members.put("b", member("", 2));
        Map<String, Assignment> all = strangers.leaveAll(members, "x");
        assertTrue(refusal(all.get("leader")).contains("x there"));
        assertEquals(3, all.get("a").partitions().size());
        assertEquals(2, all.get("b").partitions().size());
        assertNull(all.get("a").userData());
    }

    @Test
    void shouldUnderstandWhatFormerVersionsSay() {
        MemberData told =
                new MemberData("p", null, Map.of(), Set.of(new TaskId(0, 1)), Map.of(), true, "");
        // The last two bytes are the length of a text that those do not write.
        var bytes = told.encode();
        bytes.limit(bytes.limit() - 2);
        assertEquals(told, MemberData.decode(bytes));
        var answer = GroupData.SHUTDOWN.encode();
        answer.put(answer.limit() - 1, (byte) 9); // when to come together again
        assertEquals(GroupData.SHUTDOWN, GroupData.decode(answer.duplicate()), "a later version's");
        answer.limit(answer.limit() - 1);
        assertEquals(GroupData.SHUTDOWN, GroupData.decode(answer.duplicate()));
        answer.limit(answer.limit() - 2);
        assertEquals(GroupData.SHUTDOWN, GroupData.decode(answer));
    }
}
