package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members with one partition are seen, and those that only think that they are members not. */
final class GroupOwnersTest {

    private static final List<TopicPartition> ONE = List.of(new TopicPartition("t", 0));

    private final Map<String, Object> members = new HashMap<>(Map.of("a", "1", "b", "2"));
    private final GroupOwners owners = new GroupOwners();
    private final GroupOwners.Owner one = owners.begins("g", "one");
    private final GroupOwners.Owner two = owners.begins("g", "two");

    @BeforeEach
    void judge() {
        owners.judgeBy((group, member) -> members.get(member));
    }

    @Test
    void shouldSeeAPartitionWithTwoMembers() {
        owners.takes(one, "a", ONE);
        owners.takes(two, "b", ONE);
        assertEquals(
                List.of("t-0 of g was given to two while one had it"),
                owners.anomalies().stream().map(each -> each.evidence()).toList());
    }

    @Test
    void shouldLetAPartitionGoFromOneToTheOther() {
        owners.takes(one, "a", ONE);
        owners.givesUp(one, ONE);
        owners.takes(two, "b", ONE);
        owners.ends(two);
        owners.takes(one, "a", ONE);
        owners.takes(owners.begins("other", "three"), "b", ONE);
        assertEquals(List.of(), owners.anomalies());
    }

    @Test
    void shouldNotBlameAMemberThatWasRemovedAndDoesNotKnow() {
        owners.takes(one, "a", ONE);
        members.put("a", "its next stay");
        owners.takes(two, "b", ONE);
        members.remove("b");
        owners.takes(owners.begins("g", "three"), "c", ONE);
        assertEquals(List.of(), owners.anomalies());
    }

    @Test
    void shouldSeeACommitOfAMemberThatWasRemovedBefore() {
        owners.takes(one, "a", ONE);
        members.remove("a");
        owners.commits(one, "a").taken();
        assertEquals(
                List.of("one committed for g after it was removed"),
                owners.anomalies().stream().map(each -> each.evidence()).toList());
    }

    @Test
    void shouldLetMembersCommitAndThoseThatAreRemovedMeanwhile() {
        owners.commits(two, "b").taken();
        owners.takes(one, "a", ONE);
        owners.commits(one, "a").taken();
        GroupOwners.Commit underWay = owners.commits(one, "a");
        members.remove("a");
        underWay.taken();
        GroupOwners.Commit late = owners.commits(one, "a");
        members.put("a", "its next stay");
        late.taken();
        owners.commits(one, "another id").taken();
        assertEquals(List.of(), owners.anomalies());
    }
}
